import { partName, valueStart, type TemplateNode } from './parse-wikitext';

export type Continuity = 'canon' | 'legends' | 'non-canon' | 'real-world';

/** The category by which Wookieepedia's templates mark a continuity; a dump's text does not name it. */
export const CONTINUITY_CATEGORY: Readonly<Record<Continuity, string>> = {
  canon: 'Canon articles',
  legends: 'Legends articles',
  'non-canon': 'Non-canon articles',
  'real-world': 'Real-world articles',
};

const LEGENDS_FLAGS = new Set('leg pre btr old imp reb new njo lgc inf ncl'.split(' '));
const REAL_SHOPS = new Set(['Real-world restaurants', 'Real-world stores']);

/**
 * The order of decision: the title's ending, the categories, the flags of `{{Top}}`. Null where nothing says it:
 * a wiki without continuities.
 */
export function decideContinuity(
  title: string,
  categories: readonly string[],
  topFlags: readonly string[] | null,
): Continuity | null {
  if (title.endsWith('/Legends')) return 'legends';
  if (title.endsWith('/Canon')) return 'canon';
  return byCategories(categories) ?? (topFlags ? byFlags(topFlags) : null);
}

function byCategories(categories: readonly string[]): Continuity | null {
  if (categories.includes('Legends articles')) return 'legends';
  if (categories.includes('Canon articles')) return 'canon';
  if (categories.includes('Non-canon articles') || categories.includes('Non-canon Legends articles'))
    return 'non-canon';
  const isReal = categories.some((name) => name.startsWith('Real-world ') && !REAL_SHOPS.has(name));
  return isReal ? 'real-world' : null;
}

function byFlags(flags: readonly string[]): Continuity {
  if (flags.some((flag) => LEGENDS_FLAGS.has(flag))) return 'legends';
  if (flags.some((flag) => flag === 'real' || flag.startsWith('rw'))) return 'real-world';
  // The canon eras, and a bare {{Top}}.
  return 'canon';
}

/** The positional flags of `{{Top|…}}`, in lower case; null where the page has no such template. */
export function readTopFlags(source: string, templates: readonly TemplateNode[]): string[] | null {
  const top = templates.find((node) => node.name.toLowerCase() === 'top');
  if (!top) return null;
  return top.parts
    .filter((part) => partName(source, part) === null)
    .map((part) => source.slice(valueStart(part), part.end).trim().toLowerCase());
}
