import { createHash } from 'node:crypto';
import type { ArticleRecord } from '../universe/article';

/** What the wiki gave of an article, beside it: what a later parser reads again. */
export interface RawEntry {
  infobox: RawSource | null;
  text: RawSource | null;
}

export interface RawSource {
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

/** The text of a record as a line of `texts/`; of an article without one it only names the article. */
export function toTextLine({ pageid, title, text }: Pick<ArticleRecord, 'pageid' | 'title' | 'text'>): string {
  const sections = text?.sections.map(({ index, level, heading, anchor, text }) => {
    return { index, level, heading, anchor, text };
  });
  const gallery = text && text.gallery.length > 0 ? text.gallery : undefined;
  return JSON.stringify({ pageid: pageid ?? undefined, title, sections, gallery });
}

/** The line of an article without a text, made of the article's own line. */
export function emptyTextLine(articleLine: string): string {
  return `{${startOf(articleLine) ?? '"title":""'}}`;
}

/**
 * What the wiki gave of an article as a line of `raw/`; null where there is nothing. The infobox stands in front of
 * the text that it mostly is a part of, so that packing takes it once.
 */
export function toRawLine(record: Pick<ArticleRecord, 'pageid' | 'title'>, raw: RawEntry): string | null {
  if (!raw.infobox && !raw.text) return null;
  const { pageid, title } = record;
  return JSON.stringify({ pageid: pageid ?? undefined, title, ...raw.infobox, text: raw.text ?? undefined });
}

const START = /^\{((?:"pageid":(?:\d+|null),)?"title":"(?:[^"\\]|\\.)*")[,}]/;

/** The members that begin an article's lines in all the files alike, and so tell which lines are of one article. */
export function startOf(line: string): string | null {
  return START.exec(line)?.[1]?.replace('"pageid":null,', '') ?? null;
}

/** The same for lines that say the same of an article: the time of fetching stands last and does not count. */
export function contentHash(line: string, textLine: string | null): string {
  const at = line.lastIndexOf(',"scraped_at":');
  return createHash('md5')
    .update(at < 0 ? line.replace(/\}$/, '') : line.slice(0, at))
    .update(textLine ?? '')
    .digest('base64');
}
