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
    const { from, to } = equalRange(this.hashes, fnv1a(text), 0, this.hashes.length);
    return this.numbers.subarray(from, to);
  }
}

/** Where a hash stands in the ascending part of a column between two places. */
export function equalRange(
  hashes: Uint32Array,
  hash: number,
  start: number,
  end: number,
): { from: number; to: number } {
  let from = start;
  let to = end;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (hashes[middle]! < hash) from = middle + 1;
    else to = middle;
  }
  while (to < end && hashes[to] === hash) to++;
  return { from, to };
}
