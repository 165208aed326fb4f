import { Column } from './column';

/** Runs of numbers (the words of a text, the values of an article), each of one article. */
export class Runs {
  private readonly seqs = new Column();
  private readonly starts = new Column();
  private readonly numbers = new Column();

  get length(): number {
    return this.seqs.length;
  }

  add(seq: number, numbers: Iterable<number>): void {
    this.seqs.push(seq);
    this.starts.push(this.numbers.length);
    for (const number of numbers) this.numbers.push(number);
  }

  /** Sequence number of the article. */
  seqOf(run: number): number {
    return this.seqs.at(run);
  }

  numbersOf(run: number): Uint32Array {
    const end = run + 1 < this.length ? this.starts.at(run + 1) : this.numbers.length;
    return this.numbers.view().subarray(this.starts.at(run), end);
  }

  /** All runs in the order of their articles, `placeOf` by sequence number; those of one article as they were added. */
  inOrder(placeOf: Uint32Array): Uint32Array {
    const places = Uint32Array.from(this.seqs.view(), (seq) => placeOf[seq]!);
    return Uint32Array.from(places.keys()).sort((a, b) => places[a]! - places[b]! || a - b);
  }
}
