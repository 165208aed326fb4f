import type { Infobox } from './article';
import { LEGENDS, twinOf } from './fold';
import { labelKey } from './label';
import { singular } from './singular';

/** Infobox fields whose values are names of the article itself, by content key. */
const NAME_FIELDS: ReadonlySet<string> = new Set(
  (
    'name names title titles alias aliases aka also_known_as known_as other_name other_names alternate_name ' +
    'alternate_names alternative_name alternative_names alternate_title alternate_titles full_name real_name ' +
    'birth_name formal_name common_name native_name official_name original_name former_name former_names ' +
    'nickname nicknames callsign call_sign code_name codename epithet epithets moniker monikers pseudonym pseudonyms'
  ).split(' '),
);
/** Longer values are sentences, not names. */
const MAX_NAME = 80;
/** So much of a value is looked at. */
const MAX_VALUE = 500;

/** What is told of a family or a battle tells mostly the names of its members. */
const OF_MANY: ReadonlySet<string> = new Set(['organizations', 'battles', 'events', 'lore', 'other']);

/** All names of an article besides its title that the article itself tells. */
export function namesBesidesTitle(
  category: string,
  title: string,
  infobox: Infobox | null,
  description: string,
): string[] {
  const plain = titleWithoutQualifier(title);
  const described = OF_MANY.has(category) ? [] : namesInDescription(description);
  const names = [plain, initialsOf(plain ?? title), ...namesInFields(infobox), ...described];
  return [...new Set(names)].filter((name): name is string => name !== null && name !== title);
}

/** The values of an infobox' name fields, without brackets and what stands in them. */
export function namesInFields(infobox: Infobox | null): string[] {
  return (infobox?.fields ?? [])
    .filter(({ label }) => NAME_FIELDS.has(labelKey(label)))
    .flatMap(({ values }) => values.map(withoutBrackets))
    .filter((name) => name !== '' && name.length <= MAX_NAME);
}

/** `Raddus (MC85 Star Cruiser)` -> `Raddus`, `Yavin 4/Legends` -> `Yavin 4`; null where the title has neither. */
export function titleWithoutQualifier(title: string): string | null {
  const base = (title.endsWith(LEGENDS) ? twinOf(title) : title).replace(/ \([^()]*\)$/, '');
  return base === title || base === '' ? null : base;
}

/** The initials of a title of three or more capitalised words, as people call walkers and ships (`AT-TE`); else null. */
export function initialsOf(title: string): string | null {
  const words = title.split(/[\s-]+/);
  if (words.length < 3 || words.some((word) => !/^\p{Lu}/u.test(word))) return null;
  return words.map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0)).join('');
}

const INTRODUCED =
  /\b(?:known|nicknamed|dubbed|called|alias(?:es)?|moniker|callsign|code ?named?|referred to|pseudonym)\b([^.;]{0,90})/g;
const QUOTED = /["“]([^"“”]{2,40}?)[,.]?["”]/g;
const CAPITALISED =
  /^(?:[^,"“]{0,50}?\b(?:as|by|of|name|simply|alias)\b)?\s+((?:[Tt]he )?\p{Lu}[\p{L}\p{N}'’-]*(?: (?:of|the|and|\p{Lu}[\p{L}\p{N}'’-]*)){0,4})/u;

/** The names that a description gives its subject: `… known to his friends as Chewie, …`, `… dubbed "the Child" …`. */
export function namesInDescription(description: string): string[] {
  return [...description.matchAll(INTRODUCED)].flatMap(([, behind = '']) => [
    ...[...behind.matchAll(QUOTED)].map(([, name = '']) => name),
    ...[CAPITALISED.exec(behind)?.[1]?.replace(/ (?:of|the|and)$/, '')].filter((name) => name !== undefined),
  ]);
}

/** A value without what stands in brackets, and without references; what is longer than any name or fact is cut. */
export function withoutBrackets(value: string): string {
  return value
    .slice(0, MAX_VALUE)
    .replace(/\s+/g, ' ')
    .replace(/ ?[([][^()[\]]*[)\]]/g, '')
    .trim();
}

/** Infobox fields that say what an article is, where and whose, by content key. */
const CONTEXT_FIELDS: ReadonlySet<string> = new Set(
  (
    'type types class classes role roles primary_role primary_roles model line product_line location locations place ' +
    'planet system region homeworld affiliation affiliations owner owners user users species'
  ).split(' '),
);

/** What an article is, where and whose, in words: of its category, the infobox' type, and fields that tell so. */
export function contextOf(category: string, infobox: Infobox | null): string {
  const words = [category.replaceAll('_', ' '), singularWords(category), infobox?.type?.replaceAll('_', ' ') ?? ''];
  for (const { label, values } of infobox?.fields ?? [])
    if (CONTEXT_FIELDS.has(labelKey(label))) words.push(...values.map((value) => value.slice(0, MAX_VALUE)));
  return words.join(' ');
}

function singularWords(category: string): string {
  return category.split('_').map(singular).join(' ');
}
