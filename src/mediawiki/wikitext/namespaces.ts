import { namesIn, namesInEveryLanguage } from './language-names';
import { normaliseTitle } from './titles';

/** How a wiki names its namespaces, and what it makes of a title's first letter. */
export interface Namespaces {
  /** Name or alias in lower case, with spaces, to the namespace's number. */
  byName: ReadonlyMap<string, number>;
  /** Titles that differ in the case of their first letter alone are two pages. */
  isCaseSensitive: boolean;
  /** Code of the wiki's language. */
  language: string;
}

export const FILE = 6;
export const MEDIAWIKI = 8;
export const TEMPLATE = 10;
export const CATEGORY = 14;

const CANONICAL: [number, string][] = [
  [-2, 'Media'],
  [-1, 'Special'],
  [1, 'Talk'],
  [2, 'User'],
  [3, 'User talk'],
  [4, 'Project'],
  [5, 'Project talk'],
  [6, 'File'],
  [6, 'Image'],
  [7, 'File talk'],
  [7, 'Image talk'],
  [8, 'MediaWiki'],
  [9, 'MediaWiki talk'],
  [10, 'Template'],
  [11, 'Template talk'],
  [12, 'Help'],
  [13, 'Help talk'],
  [14, 'Category'],
  [15, 'Category talk'],
  [828, 'Module'],
  [829, 'Module talk'],
  [110, 'Forum'],
  [500, 'User blog'],
  [1200, 'Message wall'],
  [1201, 'Thread'],
];

export interface NamespaceOptions {
  language?: string;
  isCaseSensitive?: boolean;
  /** Names of namespaces that hold articles: to a reader, their prefix is a part of the title. */
  articleNamespaces?: readonly string[];
}

/**
 * The names that every MediaWiki knows, core's own of the wiki's language, and those of its siteinfo, which overrule.
 * Files, categories and templates are known by the names of every language: people write them from habit.
 */
export function namespacesOf(
  named: Iterable<readonly [number, string]> = [],
  { language = 'en', isCaseSensitive = false, articleNamespaces = [] }: NamespaceOptions = {},
): Namespaces {
  const byName = new Map<string, number>();
  const articles = new Set(articleNamespaces.map((name) => name.toLowerCase()));
  const add = (number: number, name: string) => {
    const key = name.replaceAll('_', ' ').toLowerCase();
    if (!articles.has(key)) byName.set(key, number);
  };
  for (const name of namesInEveryLanguage('file')) add(FILE, name);
  for (const name of namesInEveryLanguage('category')) if (name.length > 1) add(CATEGORY, name);
  for (const name of namesInEveryLanguage('template')) if (name !== 'Format') add(TEMPLATE, name);
  const own = [
    [FILE, 'file'],
    [CATEGORY, 'category'],
    [TEMPLATE, 'template'],
    [2, 'user'],
    [1, 'talk'],
    [-1, 'special'],
    [12, 'help'],
  ] as const;
  for (const [number, kind] of own) for (const name of namesIn(language, kind)) add(number, name);
  for (const [number, name] of CANONICAL) add(number, name);
  for (const [number, name] of named) if (number !== 0 && name !== '') add(number, name);
  return { byName, isCaseSensitive, language };
}

const INTERWIKI = new Set(
  `w wikipedia wp wikt wiktionary c commons wikia fandom d wikidata m meta mw mediawikiwiki community s q wikisource
wikiquote wikibooks wikinews wikispecies species wikimedia googlelookup google imdbname imdb tvtropes`.split(/\s+/),
);
/** Codes of languages, as links to other languages' wikis begin with them. */
const LANGUAGE_CODES = new Set(
  `aa ab af ak als am an ang ar arc arz as ast av ay az ba bar be bg bh bi bm bn bo br bs ca ce ceb ch co cr cs csb cu cv
cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr frp fy ga gd gl gn got gu gv ha haw he hi hr hsb ht hu hy ia id ie
ig ik ilo io is it iu ja jbo jv ka kg ki kk kl km kn ko ks ku kv kw ky la lad lb lg li lij lmo ln lo lt lv map mg mh mi
min mk ml mn mr ms mt my na nah nap nb nds ne new nl nn no nv ny oc om or os pa pag pam pap pdc pi pih pl pms pnt ps pt
qu rm rmy rn ro roa ru rw sa sc scn sco sd se sg sh si simple sk sl sm sn so sq sr ss st stq su sv sw szl ta te tet tg
th ti tk tl tlh tn to tr ts tt tum tw ty udm ug uk ur uz ve vec vi vls vo wa war wo wuu xal xh yi yo za zea zh zu pt-br
zh-tw zh-hk zh-cn zh-hans zh-hant be-tarask bat-smg fiu-vro map-bms nds-nl roa-rup zh-classical zh-min-nan zh-yue`.split(
    /\s+/,
  ),
);

/** A title's namespace by its prefix, and the title without it: dumps before 0.5 do not say the number. */
export function namespaceOf(title: string, namespaces: Namespaces): { namespace: number; name: string } {
  const colon = title.indexOf(':');
  const number = colon > 0 ? namespaces.byName.get(prefixOf(title, colon)) : undefined;
  return number === undefined
    ? { namespace: 0, name: title }
    : { namespace: number, name: title.slice(colon + 1).trim() };
}

function prefixOf(text: string, colon: number): string {
  return text.slice(0, colon).replaceAll('_', ' ').trim().toLowerCase();
}

export type LinkTarget =
  | { kind: 'article'; title: string; fragment: string }
  | { kind: 'file' | 'category'; title: string }
  /** Another wiki or another namespace; its text is shown. */
  | { kind: 'elsewhere' }
  /** The same page in another language, which is shown beside the text and not in it. */
  | { kind: 'language' };

/** Marks without width that editors copy along with names. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** A name without the invisible marks that editors copy along with it. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** What a link's target means. A leading colon makes a plain link of a category, a file or another language. */
export function readTarget(text: string, namespaces: Namespaces): LinkTarget {
  const trimmed = withoutInvisible(text).trim();
  const isPlain = trimmed.startsWith(':');
  const clean = isPlain ? trimmed.slice(1).trim() : trimmed;
  const colon = clean.indexOf(':');
  const special = colon > 0 ? byPrefix(clean, colon, isPlain, namespaces) : null;
  if (special) return special;
  const hash = clean.indexOf('#');
  const title = hash < 0 ? clean : clean.slice(0, hash);
  return title.trim() === '' || title.startsWith('/') || title.startsWith('../')
    ? { kind: 'elsewhere' }
    : { kind: 'article', title, fragment: hash < 0 ? '' : clean.slice(hash + 1) };
}

function byPrefix(clean: string, colon: number, isPlain: boolean, namespaces: Namespaces): LinkTarget | null {
  const prefix = prefixOf(clean, colon);
  const title = clean.slice(colon + 1).trim();
  const number = namespaces.byName.get(prefix);
  if (number === FILE || number === CATEGORY)
    return isPlain ? { kind: 'elsewhere' } : { kind: number === FILE ? 'file' : 'category', title };
  if (number !== undefined || INTERWIKI.has(prefix)) return { kind: 'elsewhere' };
  // Nobody writes a space behind the code: "It: Chapter Two" is a title.
  const isCode = LANGUAGE_CODES.has(clean.slice(0, colon)) && !/^\s/.test(clean.slice(colon + 1));
  if (isCode) return { kind: isPlain ? 'elsewhere' : 'language' };
  return null;
}

/** The title of a page as this wiki spells it. */
export function titleIn(text: string, namespaces: Namespaces): string {
  return normaliseTitle(withoutInvisible(text), namespaces.isCaseSensitive);
}
