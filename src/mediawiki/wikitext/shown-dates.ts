import type { InlineArguments } from './inline-templates';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** A template of a date: `{{birth date|1905|2|3}}` -> `1905-02-03`; what is no such date shows its first argument. */
export function shownDate({ positional, named }: InlineArguments): string {
  const year = named.get('year') ?? positional[0] ?? '';
  if (!/^-?\d{1,4}$/.test(year)) return positional[0] ?? '';
  const month = monthOf(named.get('month') ?? positional[1] ?? '');
  const day = named.get('day') ?? positional[2] ?? '';
  if (month === null) return year;
  return /^\d{1,2}$/.test(day) ? `${year}-${month}-${day.padStart(2, '0')}` : `${year}-${month}`;
}

/** The number of a month, of two digits; null where it is none, as the age in `{{birth year and age|1975|4}}` may be. */
function monthOf(text: string): string | null {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
  return number >= 1 && number <= 12 ? String(number).padStart(2, '0') : null;
}
