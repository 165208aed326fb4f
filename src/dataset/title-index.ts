import { titleKey, twinOf } from '../universe/fold';
import { fnv1a } from './fnv1a';
import type { SectionFileWriter } from './section-file';

/** Finds articles, by sequence number, by their title keys and those of their redirects. */
export class TitleIndex {
  private readonly seqOf = new Map<string, number>();
  /** Keys of redirects that are no titles, and their articles. */
  private readonly redirects: { key: string; seq: number }[] = [];

  /** Of several articles that a key names, the first is found, by title before by redirect. */
  constructor(
    private readonly titles: readonly string[],
    redirects: readonly { name: string; seq: number }[],
  ) {
    titles.forEach((title, seq) => this.isNew(titleKey(title), seq));
    for (const { name, seq } of redirects) {
      const key = titleKey(name);
      if (this.isNew(key, seq)) this.redirects.push({ key, seq });
    }
  }

  /** Sequence number of the article that a title key names, or -1. */
  find(key: string): number {
    return this.seqOf.get(key) ?? -1;
  }

  /** As `find`; where there is no such article, its `/Legends` twin, or the other way round. */
  findLinked(key: string): number {
    const found = this.find(key);
    if (found >= 0) return found;
    return this.find(twinOf(key));
  }

  /**
   * Writes the redirects, and an open-addressing table from title keys to entries: the articles in ordinal order, then
   * the redirects. A slot holds entry + 1, 0 is free; entries of equal keys lie in probe order, titles before redirects.
   */
  write(sections: SectionFileWriter, seqs: Uint32Array, ordinalOf: Uint32Array): void {
    const { redirects } = this;
    sections.addStrings(
      'redirect',
      redirects.map(({ key }) => key),
    );
    sections.add(
      'redirect.ordinal',
      Uint32Array.from(redirects, ({ seq }) => ordinalOf[seq]!),
    );
    const entries = seqs.length + redirects.length;
    let size = 16;
    while (size < entries * 2) size *= 2;
    const table = new Uint32Array(size);
    for (let entry = 0; entry < entries; entry++) {
      const seq = seqs[entry];
      const key = seq === undefined ? redirects[entry - seqs.length]!.key : titleKey(this.titles[seq]!);
      let slot = fnv1a(key) & (size - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
      table[slot] = entry + 1;
    }
    sections.add('title.table', table);
  }

  private isNew(key: string, seq: number): boolean {
    if (this.seqOf.has(key)) return false;
    this.seqOf.set(key, seq);
    return true;
  }
}
