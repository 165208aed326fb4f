import type { ArticleRecord } from '../universe/article';
import type { RawInfobox } from './infobox/raw-infobox';
import type { TextSource } from './text/text-source';

/** An article as it came from a wiki or a dump, with the infobox and the page that it was read from. */
export interface HarvestedArticle {
  record: ArticleRecord;
  raw: { infobox: RawInfobox | null; text: TextSource | null };
}

/** A record with nothing but a title; the caller fills in what the source knows. */
export function emptyRecord(title: string): ArticleRecord {
  return {
    pageid: null,
    title,
    url: null,
    revid: null,
    timestamp: null,
    categories: [],
    redirects: [],
    infobox: null,
    extract: null,
    image: null,
    category: null,
    otherCategories: [],
    fields: {},
    scrapedAt: null,
    text: null,
  };
}
