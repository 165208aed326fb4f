import { titleKey, twinOf } from '../universe/fold';
import { fnv1a } from './fnv1a';
import { HashIndex } from './hash-index';
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
    // Of several titles with one key, the one that is written as the key: the directory answers alike.
    titles.forEach((title, seq) => titleKey(title) === title && this.seqOf.set(title, seq));
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

  /** Writes the redirects, and where title keys lead: to the articles in ordinal order, then to the redirects. */
  write(sections: SectionFileWriter, seqs: Uint32Array, ordinalOf: Uint32Array): void {
    const keys = this.redirects.map(({ key }) => key);
    sections.addStrings('redirect', keys);
    sections.add(
      'redirect.ordinal',
      Uint32Array.from(this.redirects, ({ seq }) => ordinalOf[seq]!),
    );
    const titleKeys = Array.from(seqs, (seq) => titleKey(this.titles[seq]!));
    HashIndex.write(
      sections,
      'title',
      Uint32Array.from([...titleKeys, ...keys], (key) => fnv1a(key)),
    );
  }

  private isNew(key: string, seq: number): boolean {
    if (this.seqOf.has(key)) return false;
    this.seqOf.set(key, seq);
    return true;
  }
}
