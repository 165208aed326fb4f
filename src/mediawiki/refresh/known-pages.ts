import type { ArticleRecord } from '../../universe/article';
import { fileNameOf } from '../../universe/picture-address';
import { normaliseTitle } from '../wikitext/titles';

/** What the file cache knows, so that changes can be matched with it. */
export class KnownPages {
  private readonly revids = new Map<number, number>();
  private readonly contents = new Map<number, string>();
  private readonly names = new Map<number, string[]>();
  private readonly ids = new Map<string, number>();
  private readonly redirects = new Map<string, number>();
  private readonly images = new Map<string, number[]>();

  /** `content` is a hash of the article's line. */
  add({ pageid, title, revid, redirects, image }: ArticleRecord, content: string): void {
    if (pageid === null) return;
    this.contents.set(pageid, content);
    if (redirects.length > 0) this.names.set(pageid, redirects.toSorted());
    this.revids.set(pageid, revid ?? 0);
    this.ids.set(normaliseTitle(title), pageid);
    for (const redirect of redirects) this.redirects.set(normaliseTitle(redirect), pageid);
    const name = image === null ? null : fileNameOf(image);
    if (name === null) return;
    const file = normaliseTitle(name);
    this.images.set(file, [...(this.images.get(file) ?? []), pageid]);
  }

  get size(): number {
    return this.revids.size;
  }

  get allIds(): Iterable<number> {
    return this.revids.keys();
  }

  has(pageid: number): boolean {
    return this.revids.has(pageid);
  }

  /** The hash of an article's line; null where it is not known. */
  contentOf(pageid: number | null): string | null {
    return this.contents.get(pageid ?? 0) ?? null;
  }

  /** The redirects to an article, sorted. */
  redirectsOf(pageid: number): readonly string[] {
    return this.names.get(pageid) ?? [];
  }

  /** The revision that is known of a page; 0 where none is. */
  revidOf(pageid: number): number {
    return this.revids.get(pageid) ?? 0;
  }

  /** The page that has this title, or to which this title redirects. */
  idsBehind(title: string): number[] {
    const key = normaliseTitle(title);
    return [this.ids.get(key), this.redirects.get(key)].filter((id) => id !== undefined);
  }

  /** Pages that show this file. */
  idsWithImage(fileName: string): readonly number[] {
    return this.images.get(normaliseTitle(fileName)) ?? [];
  }
}
