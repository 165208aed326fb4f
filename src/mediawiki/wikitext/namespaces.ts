/** Names by which links tell files and categories from articles, in lower case. */
export interface Namespaces {
  file: ReadonlySet<string>;
  category: ReadonlySet<string>;
  template: ReadonlySet<string>;
  /** Every other prefix that does not lead to an article: namespaces and interwiki. */
  other: ReadonlySet<string>;
}

const INTERWIKI =
  'w wikipedia wp wikt wiktionary c commons wikia fandom d wikidata m meta mw mediawikiwiki community s q';
const CANONICAL = `media special talk user project help mediawiki module portal forum blog thread board message_wall
user_talk template_talk category_talk file_talk help_talk`;

/** The names that every MediaWiki knows, with those of the wiki's own siteinfo (key to names). */
export function namespacesOf(named: Iterable<readonly [number, string]> = []): Namespaces {
  const file = new Set(['file', 'image']);
  const category = new Set(['category']);
  const template = new Set(['template']);
  const other = new Set([...INTERWIKI.split(' '), ...CANONICAL.split(/\s+/).map((name) => name.replaceAll('_', ' '))]);
  const sets = new Map([
    [6, file],
    [14, category],
    [10, template],
  ]);
  for (const [key, name] of named) if (key !== 0 && name !== '') (sets.get(key) ?? other).add(name.toLowerCase());
  return { file, category, template, other };
}

export type LinkTarget =
  | { kind: 'article'; title: string; fragment: string }
  | { kind: 'file' | 'category'; title: string }
  | { kind: 'elsewhere' };

/** What a link's target means. A leading colon makes a plain link of a category or file. */
export function readTarget(text: string, namespaces: Namespaces): LinkTarget {
  const isPlain = text.trimStart().startsWith(':');
  const clean = text.trim().replace(/^:/, '');
  const colon = clean.indexOf(':');
  const prefix = colon > 0 ? clean.slice(0, colon).replaceAll('_', ' ').trim().toLowerCase() : '';
  const rest = clean.slice(colon + 1).trim();
  if (prefix !== '') {
    if (namespaces.file.has(prefix)) return isPlain ? { kind: 'elsewhere' } : { kind: 'file', title: rest };
    if (namespaces.category.has(prefix)) return isPlain ? { kind: 'elsewhere' } : { kind: 'category', title: rest };
    if (namespaces.template.has(prefix) || namespaces.other.has(prefix)) return { kind: 'elsewhere' };
  }
  const hash = clean.indexOf('#');
  const title = hash < 0 ? clean : clean.slice(0, hash);
  return title.trim() === ''
    ? { kind: 'elsewhere' }
    : { kind: 'article', title, fragment: hash < 0 ? '' : clean.slice(hash + 1) };
}
