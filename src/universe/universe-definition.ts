import type { Category } from './categories';
import { GENERIC_INFOBOX } from './generic-infobox';

/** An infobox type that leads to a category only where a field of the infobox begins with a word. */
export interface ConditionalType {
  type: string;
  field: string;
  beginsWith: string;
}

/**
 * One of the rules, in order, that decide articles of an infobox type whose category shows in other articles only.
 * It holds where an article is named in one of `linkedFrom`; else where one of `hasField` is filled; else where a value
 * of `field` begins with or contains one of the texts; without any of these, always.
 */
export interface EvidenceRule {
  type: string;
  category: Category;
  /** Fields of other articles that name the article; `type` null: of any infobox. */
  linkedFrom: { type: string | null; field: string }[];
  hasField: string[];
  field: string | null;
  beginsWith: string[];
  contains: string[];
}

/** From infobox types and wiki categories to a category, as the JSON file says it. */
export interface CategoryRules {
  /** Category to infobox types; a conditional entry goes before a plain one of the same type. */
  infobox: Partial<Record<Category, (string | ConditionalType)[]>>;
  /** Category to the names by which wiki categories end ("battle droids"), beyond the general ones. */
  wikiCategories: Partial<Record<Category, string[]>>;
  /** Names of wiki categories that say nothing about what an article is ("Star Wars"). */
  ignoredWikiCategories: string[];
  /** What decides where an article's own infobox does not; the first that holds. */
  evidence: EvidenceRule[];
}

/** A region of the location tree and the texts that mean it, in lower case. */
export interface RegionName {
  name: string;
  contains: string[];
}

export interface Licence {
  name: string;
  url: string;
  attribution: string;
}

/** `base` is before the folders, `suffix` behind the name; `isHashed` is false where all files lie in one folder. */
export interface UniverseImageStore {
  base: string;
  suffix: string;
  isHashed: boolean;
}

/** A table that the wiki keeps of its pages' facts (Cargo, Bucket): a page's row is its infobox. */
export interface UniverseTable {
  kind: 'cargo' | 'bucket';
  name: string;
  /** Type of the infoboxes. */
  type: string;
  /** Field to label. */
  fields: Record<string, string>;
  /** The field that names the file of the picture. */
  image: string | null;
}

export const HTML_MODES = ['auto', 'always', 'never'] as const;

/** When a crawl fetches rendered pages, one request each: where the wiki has no better, always, or never. */
export type HtmlMode = (typeof HTML_MODES)[number];

/** A universe: where it comes from, what may be fetched for it, and how its articles are sorted. */
export interface UniverseDefinition {
  id: string;
  name: string;
  /** The wiki's `api.php`; null where there is no wiki. */
  api: string | null;
  /** Address of an article, `$1` for its title. */
  articleUrl: string | null;
  /** The wiki category that lists the articles; null for all of them. */
  articleCategory: string | null;
  /** Names of the namespaces that hold articles beside the main one ("Lore", "Skyrim"). */
  articleNamespaces: string[];
  /** `host`, `*.host` or `host:port`. */
  imageHosts: string[];
  licence: Licence;
  /** Where the wiki's pictures lie, where its address does not tell. */
  imageStore: UniverseImageStore | null;
  /** Parameters of infobox templates that hold pictures although their values do not look like it. */
  pictureParameters: string[];
  /** Templates that are no infoboxes although they look like some. */
  noInfoboxes: string[];
  /** Labels of parameters, where neither the wiki's templates nor the parameters' names say them. */
  labels: Record<string, string>;
  /** Tables of the wiki that are taken before anything else. */
  tables: UniverseTable[];
  /** When pages are fetched as the wiki renders them, where a crawl is not told otherwise; left out: `auto`. */
  html?: HtmlMode;
  /** Regions of the location tree, core outward. */
  regions: RegionName[];
  rules: CategoryRules;
  /** Names under which people ask for articles and which the wiki's data do not hold, by title. */
  nicknames: Record<string, string[]>;
}

export const UNIVERSE_ID = /^[a-z][a-z0-9_]{0,49}$/;
/** Words that stand where a universe may stand in a path of the API or of the page. */
export const RESERVED_IDS: ReadonlySet<string> = new Set([
  'canon',
  'locations',
  'items',
  'cache',
  'universes',
  'categories',
  'image-proxy',
  'api',
  'assets',
  'attribution',
  'docs',
  'health',
  'jobs',
  'live',
  'mcp',
  'metrics',
  'prefetch',
  'ready',
  'status',
]);

/** Whether a universe may be called so. */
export function isUniverseId(id: string): boolean {
  return UNIVERSE_ID.test(id) && !RESERVED_IDS.has(id);
}

/** A universe that has no file: nothing is fetched for it, and the general rules sort its articles. */
export function genericDefinition(id: string): UniverseDefinition {
  const words = id.split('_').filter((word) => word !== '');
  return {
    id,
    name: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' '),
    api: null,
    articleUrl: null,
    articleCategory: null,
    articleNamespaces: [],
    imageHosts: [],
    licence: { name: 'unknown', url: '', attribution: '' },
    imageStore: null,
    pictureParameters: [],
    noInfoboxes: [],
    labels: {},
    tables: [],
    regions: [],
    rules: { infobox: GENERIC_INFOBOX, wikiCategories: {}, ignoredWikiCategories: [], evidence: [] },
    nicknames: {},
  };
}
