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
