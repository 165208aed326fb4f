/** Facts of a dataset that are needed before anything else; the JSON at the head of the directory file. */
export interface DatasetInfo {
  universe: string;
  /** First 32 hex digits of a SHA-256 over the file cache's content, the rules and the format: names the dataset. */
  key: string;
  articles: number;
  /** In the order of the contract; `ordinal` columns hold indexes into this list. */
  categories: CategoryCount[];
  licence: Licence;
  /** When the data were fetched from the wiki, ISO 8601. */
  scrapedAt: string;
  rejected: number;
  /** Forms of the file cache that went into it. */
  forms: ('native' | 'categorised' | 'per_article')[];
}

export interface CategoryCount {
  name: string;
  articles: number;
  withImages: number;
}

export interface Licence {
  name: string;
  url: string | null;
  attribution: string | null;
}
