import { fold } from '../../universe/fold';

/** What a character form offers (`GET canon/:universe`). */
export interface FormOptions {
  popular_species: string[];
  popular_planets: string[];
  popular_affiliations: string[];
  colors: string[];
  genders: string[];
}

const MOST = 50;

type Counted = readonly { value: string; count: number }[];

/** Gathers the options from the values that characters have in each field. */
export function collectOptions(valuesOf: (field: string) => Counted): FormOptions {
  const colors = ['eye_color', 'hair_color', 'skin_color'].flatMap((field) => [...valuesOf(field)]);
  return {
    popular_species: mostFrequent(valuesOf('species')),
    popular_planets: mostFrequent(valuesOf('homeworld')),
    popular_affiliations: mostFrequent(valuesOf('affiliations')),
    colors: mostFrequent(
      colors.flatMap(({ value, count }) => singleColors(value).map((color) => ({ value: color, count }))),
    ),
    genders: mostFrequent(valuesOf('gender')),
  };
}

/** Without the notes in brackets that pages add ("Human (formerly)"), spellings that fold alike as one. */
function mostFrequent(values: Counted): string[] {
  const counts = new Map<string, { value: string; count: number }>();
  for (const { value, count } of values) {
    const plain = withoutNotes(value);
    const key = fold(plain);
    if (key === '') continue;
    const known = counts.get(key);
    if (known) known.count += count;
    else counts.set(key, { value: capitalised(plain), count });
  }
  const sorted = [...counts.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return sorted.slice(0, MOST).map(({ value }) => value);
}

function withoutNotes(value: string): string {
  return value
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:]+|[\s,;:]+$/g, '');
}

/** "Brown, later gray" and "blue/green" are two colors each. */
function singleColors(value: string): string[] {
  return withoutNotes(value)
    .split(/[,;/]| and | with | to /)
    .map((part) => part.replace(/^\s*(later|formerly|previously|originally|and|or)\s+/i, '').trim());
}

function capitalised(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return first.toUpperCase() + text.slice(first.length);
}
