import { fold } from '../../universe/fold';
import { sorted, type Steps } from '../../event-loop/steps';
import { meaningOf, withoutNotes } from './meaning';

/** What a character form offers (`GET canon/:universe`). */
export interface FormOptions {
  popular_species: string[];
  popular_planets: string[];
  popular_affiliations: string[];
  colors: string[];
  genders: string[];
}

const MOST = 50;
/** Where the characters have this many values of a kind, those with few uses are slips of the pen. */
const MANY = 500;
const FEWEST_USES = 5;
/** Values that are looked at in one step. */
const STEP = 64;

const FIELDS: Record<keyof FormOptions, readonly string[]> = {
  popular_species: ['species'],
  popular_planets: ['homeworld'],
  popular_affiliations: ['affiliations'],
  colors: ['eye_color', 'hair_color', 'skin_color'],
  genders: ['gender'],
};
/** The fields that the options are made of. */
export const FORM_FIELDS: ReadonlySet<string> = new Set(Object.values(FIELDS).flat());

/** The values that characters have in a field, and how many characters a filter finds by one. */
export interface FormValues {
  values(field: string): Steps<readonly { value: string; count: number }[]>;
  found(field: string, value: string): number;
}

/** Gathers the options: values that mean the same once, as most write them, the most frequent first. */
export function* collectOptions(characters: FormValues): Steps<FormOptions> {
  const options: Partial<FormOptions> = {};
  for (const name of Object.keys(FIELDS) as (keyof FormOptions)[]) {
    options[name] = yield* mostFrequent(characters, FIELDS[name]);
  }
  return options as FormOptions;
}

function* mostFrequent(characters: FormValues, fields: readonly string[]): Steps<string[]> {
  const kinds = new Map<string, { value: string; most: number; uses: number }>();
  for (const field of fields) {
    for (const [i, { value, count }] of (yield* characters.values(field)).entries()) {
      if (i % STEP === 0) yield;
      const key = meaningOf(value);
      const kind = kinds.get(key);
      if (kind) kind.uses += count;
      if (!kind && key !== '') kinds.set(key, { value: withoutNotes(value), most: count, uses: count });
      else if (kind && count > kind.most) Object.assign(kind, { value: withoutNotes(value), most: count });
    }
  }
  const all = yield* sorted([...kinds.values()], (a, b) => b.uses - a.uses);
  const total = all.reduce((sum, { uses }) => sum + uses, 0);
  const offered: { value: string; count: number }[] = [];
  // Some are fewer than their values together, as an article may have several of them; few enough to look further.
  for (const { value } of all.slice(0, MOST * 2)) {
    yield;
    offered.push({ value: capitalised(value), count: sum(fields.map((field) => characters.found(field, value))) });
  }
  const fewest = total < MANY ? 1 : FEWEST_USES;
  const byCount = yield* sorted(offered, (a, b) => b.count - a.count || (fold(a.value) < fold(b.value) ? -1 : 1));
  const used = byCount.filter(({ count }) => count >= fewest);
  return used.slice(0, MOST).map(({ value }) => value);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function capitalised(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return first.toUpperCase() + text.slice(first.length);
}
