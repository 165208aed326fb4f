import { RULES_VERSION } from '../universe/categorise';

/** Raised whenever the layout of the rows or the directory changes: datasets are rebuilt. */
export const FORMAT_VERSION = 16;
/** Orders the programs that build datasets: of two on one database the newer one's publication stays. */
export const DATASET_VERSION = FORMAT_VERSION * 1000 + RULES_VERSION;

/** Facts of a dataset that are needed before anything else; the JSON at the head of the directory file. */
export interface DatasetInfo {
  universe: string;
  /** First 32 hex digits of a SHA-256 over the file cache's content, the rules and the format: names the dataset. */
  key: string;
  /** DATASET_VERSION of the program that built it; 0 of one that did not say. */
  version: number;
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
