import { fnv1a } from './fnv1a';
import type { SectionFile, SectionFileWriter } from './section-file';

/** Finds the numbers that were written under a text: two columns in the order of the texts' hashes. */
export class HashIndex {
  private readonly hashes: Uint32Array;
  private readonly numbers: Uint32Array;

  constructor(sections: SectionFile, name: string) {
    this.hashes = sections.u32(`${name}.hashes`);
    this.numbers = sections.u32(`${name}.byHash`);
  }

  /** `hashes`: by number, that of its text. */
  static write(writer: SectionFileWriter, name: string, hashes: Uint32Array): void {
    const numbers = Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]! || a - b);
    writer.add(
      `${name}.hashes`,
      numbers.map((number) => hashes[number]!),
    );
    writer.add(`${name}.byHash`, numbers);
  }

  /** Numbers, ascending, whose text may be this one: another text can have the same hash. */
  candidates(text: string): Uint32Array {
    const hash = fnv1a(text);
    let from = 0;
    let to = this.hashes.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.hashes[middle]! < hash) from = middle + 1;
      else to = middle;
    }
    while (this.hashes[to] === hash) to++;
    return this.numbers.subarray(from, to);
  }
}
