import { createHash } from 'node:crypto';
import type { ArticleRecord } from '../universe/article';

/** A raw infobox beside its article: what a later parser reads again. */
export interface RawEntry {
  form: string;
  source: string;
  type?: string;
}

/** A record as a line of the native form, members in a fixed order, empty ones left out; no line break. */
export function toNativeLine(record: ArticleRecord): string {
  return JSON.stringify({
    pageid: record.pageid ?? undefined,
    title: record.title,
    url: record.url ?? undefined,
    revid: record.revid ?? undefined,
    timestamp: record.timestamp ?? undefined,
    categories: record.categories,
    redirects: record.redirects,
    infobox: record.infobox,
    extract: record.extract,
    image: record.image,
    image_revision: record.imageRevision,
    scraped_at: record.scrapedAt ?? undefined,
  });
}

/** The raw infobox of an article as a line of `raw/`. */
export function toRawLine(record: Pick<ArticleRecord, 'pageid' | 'title'>, raw: RawEntry): string {
  return JSON.stringify({
    pageid: record.pageid,
    title: record.title,
    form: raw.form,
    source: raw.source,
    type: raw.type,
  });
}

/** The same for lines that say the same of an article: the time of fetching stands last and does not count. */
export function contentHash(line: string): string {
  const at = line.lastIndexOf(',"scraped_at":');
  return createHash('md5')
    .update(at < 0 ? line.replace(/\}$/, '') : line.slice(0, at))
    .digest('base64');
}
