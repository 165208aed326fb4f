import type { Infobox } from './article';
import { firstSentence, shortened } from './first-sentence';
import { labelKey } from './label';
import { withoutBrackets } from './other-names';

/** Characters of a summary at most. */
export const MAX_SUMMARY = 160;
const MAX_PART = 60;
const GENERIC_PARTS = 3;
const SEPARATOR = ' · ';

/** One part of a summary: the first of these fields that is filled; `many`: up to two of its values. */
interface Part {
  keys: readonly string[];
  many?: boolean;
  /** Only the year of a date. */
  year?: boolean;
  /** Where none is filled, the infobox' type in words. */
  orType?: boolean;
}

const part = (keys: string, options: Omit<Part, 'keys'> = {}): Part => ({ keys: keys.split(' '), ...options });

const KIND = part('type class kind category model', { orType: true });
const MAKER = part('manufacturer maker creator creators designer builder developer developers');
const AFFILIATION = part(
  'affiliation affiliations allegiance faction factions organization organizations owner owners',
  {
    many: true,
  },
);
const PLACE = part('location locations place planet city region country', { many: true });

/** What is said of an article without a description, in this order. */
const TEMPLATES: Readonly<Record<string, readonly Part[]>> = {
  characters: [
    part('species race people'),
    part('gender sex'),
    part('occupation class profession role title rank'),
    AFFILIATION,
    part('homeworld home residence birthplace place_of_birth origin nationality'),
  ],
  species: [
    part('designation classification type class', { orType: true }),
    part('homeworld origin planet habitat location locations'),
    part('language languages'),
  ],
  creatures: [
    part('designation classification type class', { orType: true }),
    part('habitat diet'),
    part('homeworld origin found_on planet location locations'),
  ],
  droids: [part('class type degree product_line model line', { orType: true }), MAKER, AFFILIATION],
  planets: [
    part('class type', { orType: true }),
    part('region'),
    part('system'),
    part('primary_terrain terrain climate'),
  ],
  astronomy: [part('type class', { orType: true }), part('region regions'), part('sector sectors')],
  locations: [KIND, PLACE],
  organizations: [
    part('type organization_type military_unit_type formation_type government kind class', { orType: true }),
    AFFILIATION,
    part('headquarters capital location locations'),
  ],
  battles: [
    part('conflict war part_of campaign'),
    part('date dates'),
    part('place location locations'),
    part('outcome result'),
  ],
  events: [KIND, part('date dates'), part('place location locations'), part('outcome result')],
  weapons: [KIND, MAKER, AFFILIATION],
  armor: [KIND, MAKER, AFFILIATION],
  vehicles: [part('class type role roles primary_role primary_roles model', { orType: true }), MAKER, AFFILIATION],
  items: [KIND, MAKER, AFFILIATION],
  technology: [KIND, MAKER, AFFILIATION],
  abilities: [
    part('type alignment area school degree', { orType: true }),
    part('users used_by known_users', { many: true }),
  ],
  lore: [
    part('type position_type kind', { orType: true }),
    part('affiliation affiliations culture users organization', { many: true }),
    part('location locations date'),
  ],
  media: [
    part('media_type type format genre genres', { orType: true }),
    part('author authors writer writers director directors developer developers artist'),
    part('publisher publishers'),
    part('release_date publication_date published released air_date first_aired year date', { year: true }),
  ],
  real_world: [part('occupation type industry', { orType: true }), part('nationality location headquarters')],
};

/** What tells a reader nothing of what a thing is, or is a list. */
const NEVER =
  /coordinate|grid|orbit|rotation|distance|systems|planets|moons|suns|stars|pages|isbn|issue|preceded|followed|previous|next|image|caption|^(?:id|ids|release|version|examine|name|names|title|titles|alias|aliases|size|timeline|episode|season|number)$|(?:_id|_no|_number|_date|_url|website)$/;

/** The infobox of an article as its fields by content key. */
type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * What an article is, in one line of at most 160 characters: its description's first sentence, else a line made of its
 * infobox by its category; '' where nothing is known.
 */
export function summaryOf(category: string, description: string, infobox: Infobox | null): string {
  const sentence = shortened(firstSentence(description.trim()), MAX_SUMMARY);
  if (sentence !== '' || !infobox) return sentence;
  const fields = fieldsOf(infobox);
  const parts = (TEMPLATES[category] ?? []).map((its) => textOf(its, fields, infobox.type));
  const said = distinct(parts.filter((text) => text !== ''));
  const enough = said.some((text) => text !== wordsOf(infobox.type));
  return joined(enough ? said : distinct([...said, ...generic(fields)]));
}

function fieldsOf(infobox: Infobox): Fields {
  const fields = new Map<string, string[]>();
  for (const { label, values } of infobox.fields) {
    const key = labelKey(label);
    if (key !== '' && !fields.has(key))
      fields.set(
        key,
        values.map(plain).filter((value) => value !== ''),
      );
  }
  return fields;
}

function textOf({ keys, many, year, orType }: Part, fields: Fields, type: string | null): string {
  const values = keys.map((key) => fields.get(key) ?? []).find(({ length }) => length > 0);
  if (!values) return orType ? wordsOf(type) : '';
  if (year) return /\b\d{4}\b/.exec(values.join(' '))?.[0] ?? '';
  return shortened(values.slice(0, many ? 2 : 1).join(', '), MAX_PART);
}

/** Of an infobox that no template knows: its first short facts. */
function generic(fields: Fields): string[] {
  return [...fields]
    .filter(
      ([key, [first = '']]) => !NEVER.test(key) && first !== '' && first.length <= MAX_PART && /\p{L}/u.test(first),
    )
    .slice(0, GENERIC_PARTS)
    .map(([, [first = '']]) => first);
}

/** Whole parts, as many as there is room for. */
function joined(parts: readonly string[]): string {
  let line = '';
  for (const text of parts) {
    const longer = line === '' ? text : `${line}${SEPARATOR}${text}`;
    if (Array.from(longer).length > MAX_SUMMARY) break;
    line = longer;
  }
  return line;
}

/** A value without brackets, references and marks. */
function plain(value: string): string {
  return withoutBrackets(value.replace(/[†*‡]/g, ''));
}

/** `Starship_class` -> `Starship class`, `MonsterInfo` -> `Monster info`. */
function wordsOf(type: string | null): string {
  const words = (type ?? '')
    .replace(/[_/]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/\s*\binfo ?box\b\s*/gi, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
