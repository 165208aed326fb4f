import type { ArticleText } from './section';

/** A link inside an infobox value: its text, and where it leads (`/wiki/Outer_Rim_Territories` or an absolute URL). */
export interface InfoboxLink {
  text: string;
  href: string;
}

/** One labelled line of an infobox. The label may be empty; values are plain text. */
export interface InfoboxField {
  label: string;
  values: string[];
  links: InfoboxLink[];
}

/** An infobox, whole: the template's name as `type`, and its fields in document order. */
export interface Infobox {
  type: string | null;
  fields: InfoboxField[];
}

/** What the file cache says of one article, whichever form it came in. Text is already sanitised. */
export interface ArticleRecord {
  /** Page id of the wiki; null where the form has none. */
  pageid: number | null;
  title: string;
  url: string | null;
  revid: number | null;
  /** Time of the revision, ISO 8601; null where unknown. */
  timestamp: string | null;
  /** Wiki categories, without the `Category:` prefix. */
  categories: string[];
  redirects: string[];
  infobox: Infobox | null;
  /** First paragraph as plain text. */
  extract: string | null;
  image: string | null;
  /** Which version of the picture's file the wiki has: another one is another picture. Left out where unknown. */
  imageRevision?: string | undefined;
  /** Category that a categorised file states (lower case), which stands unless an infobox overrules it; else null. */
  category: string | null;
  /** Further categories of the categorised file under which the article was listed too. */
  otherCategories: string[];
  /** Fields of categorised and per-article files that have no place above; label to value, kept in `content`. */
  fields: Record<string, string | string[]>;
  /** When this was fetched from the wiki, ISO 8601; null where the record does not say. */
  scrapedAt: string | null;
  /** The whole text by sections; null where the record has none. */
  text: ArticleText | null;
}

/** Values of `content` are strings; `affiliations`, `abilities` and `aliases` are always arrays. */
export type ArticleContent = Record<string, string | string[]>;

/** What is read of an article beyond what the directory knows. */
export interface ArticleBody {
  content: ArticleContent;
  infobox: Infobox | null;
  wikiCategories: string[];
  sourceUrl: string | null;
}

/** What lists show of an article beyond what the directory knows; `""` where the article has no such field. */
export interface ArticleCard {
  description: string;
  region: string;
  system: string;
  sourceUrl: string | null;
}

/** `extra_metadata` of a row: what has no column of its own. */
export interface ArticleExtra {
  wiki_categories: string[];
  /** Categories that matched as well, in the order of the category list. */
  other_categories?: string[];
  redirects?: string[];
  revid?: number;
  updated_at?: string;
  image_revision?: string;
}
