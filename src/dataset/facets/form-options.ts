import { fold } from '../../universe/fold';
import { sorted, type Steps } from '../../event-loop/steps';

/** What a character form offers (`GET canon/:universe`). */
export interface FormOptions {
  popular_species: string[];
  popular_planets: string[];
  popular_affiliations: string[];
  colors: string[];
  genders: string[];
}

const MOST = 50;

/** Values that are looked at in one step. */
const STEP = 64;
const COLOR_FIELDS = ['eye_color', 'hair_color', 'skin_color'];
/** The fields that the options are made of. */
export const FORM_FIELDS = ['species', 'homeworld', 'affiliations', 'gender', ...COLOR_FIELDS];

type Counted = readonly { value: string; count: number }[];

/** Gathers the options from the values that characters have in each field. */
export function* collectOptions(valuesOf: (field: string) => Counted): Steps<FormOptions> {
  const colors = COLOR_FIELDS.flatMap((field) => [...valuesOf(field)]);
  return {
    popular_species: yield* mostFrequent(valuesOf('species')),
    popular_planets: yield* mostFrequent(valuesOf('homeworld')),
    popular_affiliations: yield* mostFrequent(valuesOf('affiliations')),
    colors: yield* mostFrequent(colors, singleColors),
    genders: yield* mostFrequent(valuesOf('gender')),
  };
}

/** Without the notes in brackets that pages add ("Human (formerly)"), spellings that fold alike as one. */
function* mostFrequent(
  values: Counted,
  partsOf: (value: string) => string[] = (value) => [withoutNotes(value)],
): Steps<string[]> {
  const counts = new Map<string, { value: string; count: number }>();
  for (const [i, { value, count }] of values.entries()) {
    if (i % STEP === 0) yield;
    for (const part of partsOf(value)) addCount(counts, part, count);
  }
  const byCount = yield* sorted([...counts.values()], (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return byCount.slice(0, MOST).map(({ value }) => value);
}

function addCount(counts: Map<string, { value: string; count: number }>, value: string, count: number): void {
  const key = fold(value);
  if (key === '') return;
  const known = counts.get(key);
  if (known) known.count += count;
  else counts.set(key, { value: capitalised(value), count });
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
    .map((part) => withoutNotes(part.replace(/^\s*(later|formerly|previously|originally|and|or)\s+/i, '').trim()));
}

function capitalised(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return first.toUpperCase() + text.slice(first.length);
}
