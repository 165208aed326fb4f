import type { ArticleRecord } from '../universe/article';
import type { RawInfobox } from './infobox/raw-infobox';
import type { TextSource } from './text/text-source';

/** An article as it came from a wiki or a dump, with the infobox and the page that it was read from. */
export interface HarvestedArticle {
  record: ArticleRecord;
  raw: { infobox: RawInfobox | null; text: TextSource | null };
}
