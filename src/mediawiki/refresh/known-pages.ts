import type { ArticleRecord } from '../../universe/article';
import { normaliseTitle } from '../wikitext/titles';

/** What the file cache knows, so that changes can be matched with it. */
export class KnownPages {
  private readonly revids = new Map<number, number>();
  private readonly ids = new Map<string, number>();
  private readonly redirects = new Map<string, number>();
  private readonly images = new Map<string, number[]>();

  add({ pageid, title, revid, redirects, image }: ArticleRecord): void {
    if (pageid === null) return;
    this.revids.set(pageid, revid ?? 0);
    this.ids.set(normaliseTitle(title), pageid);
    for (const redirect of redirects) this.redirects.set(normaliseTitle(redirect), pageid);
    const file = image === null ? null : fileNameIn(image);
    if (file !== null) this.images.set(file, [...(this.images.get(file) ?? []), pageid]);
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

/** The file's name in the address of a picture. */
function fileNameIn(address: string): string | null {
  const encoded = /\/[0-9a-f]\/[0-9a-f]{2}\/([^/?#]+)/.exec(address)?.[1];
  if (encoded === undefined) return null;
  try {
    return normaliseTitle(decodeURIComponent(encoded));
  } catch {
    return null;
  }
}
