import { titleKey } from '../universe/fold';
import { ByteTable } from './byte-table';
import { Column } from './search/column';
import type { TextColumn } from './text-column';

/** Finds articles, by sequence number, by their title keys and those of their redirects. */
export class NameIndex {
  private readonly keys = new ByteTable();
  private readonly seqs = new Column();
  /** Numbers of the keys from here on are those of redirects that are no titles. */
  private readonly firstRedirect: number;
  private scratch = Buffer.allocUnsafe(1 << 12);

  /** Of several articles that a key names, the first is found, by title before by redirect. */
  constructor(titles: TextColumn, redirects: TextColumn, redirectSeqs: Column) {
    for (let seq = 0; seq < titles.length; seq++) this.add(titles.at(seq), seq);
    this.firstRedirect = this.keys.size;
    for (let i = 0; i < redirects.length; i++) this.add(redirects.at(i), redirectSeqs.at(i));
  }

  /** Sequence number of the article that a title key names, or -1. */
  find(key: string): number {
    const number = this.keys.find(this.scratch, 0, this.write(key));
    return number < 0 ? -1 : this.seqs.at(number);
  }

  /** The keys of the redirects that are no titles, packed, with n + 1 offsets, and their articles. */
  redirects(): { keys: { offsets: Uint32Array; bytes: Buffer }; seqs: Uint32Array } {
    return { keys: this.keys.packedFrom(this.firstRedirect), seqs: this.seqs.view().subarray(this.firstRedirect) };
  }

  /** One of these keys. */
  redirectKey(redirect: number): string {
    return this.keys.text(this.firstRedirect + redirect);
  }

  private add(name: string, seq: number): void {
    const number = this.keys.numberOf(this.scratch, 0, this.write(titleKey(name)));
    if (number === this.seqs.length) this.seqs.push(seq);
  }

  private write(key: string): number {
    if (key.length * 3 > this.scratch.length) this.scratch = Buffer.allocUnsafe(key.length * 3);
    return this.scratch.write(key, 0);
  }
}
