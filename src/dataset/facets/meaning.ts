import { fold } from '../../universe/fold';
import { singular } from '../../universe/singular';

/** English spells these in two ways. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['grey', 'gray'],
  ['blonde', 'blond'],
]);

/** A value without the notes in brackets that pages add: "Human (clone)" is Human. */
export function withoutNotes(value: string): string {
  if (!value.includes('(')) return value;
  return value
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:]+|[\s,;:]+$/g, '');
}

/** What values that mean the same have in common: no notes, one number, one spelling. `Greys (dyed)` -> `gray`. */
export function meaningOf(value: string): string {
  const words = fold(withoutNotes(value)).split(' ');
  const last = words.length - 1;
  return words
    .map((word, i) => {
      const one = i === last ? singular(word) : word;
      return SPELLINGS.get(one) ?? one;
    })
    .join(' ');
}
