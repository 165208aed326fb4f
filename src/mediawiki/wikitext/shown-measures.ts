import type { InlineArguments } from './inline-templates';

const NUMBER = /^[-+−]?[\d.,/⁄]+$/;
const BETWEEN: Readonly<Record<string, string>> = {
  '-': '–',
  '–': '–',
  to: ' to ',
  and: ' and ',
  or: ' or ',
  x: ' x ',
  by: ' by ',
  '×': ' × ',
  '+/-': ' ± ',
  '±': ' ± ',
};

/** A template of a measure as the page states it, before it is converted: `{{convert|6|ft|2|in|m}}` -> `6 ft 2 in`. */
export function shownMeasure({ positional }: InlineArguments): string {
  let shown = '';
  for (let i = 0; i < positional.length && NUMBER.test(positional[i] ?? ''); i++) {
    shown += positional[i];
    const next = positional[i + 1] ?? '';
    if (Object.hasOwn(BETWEEN, next)) shown += BETWEEN[next];
    else if (NUMBER.test(positional[i + 2] ?? '') && !isPrecision(positional, i + 2)) shown += ` ${next} `;
    else return `${shown} ${next}`.trim();
    i++;
  }
  return shown || positional.slice(0, 2).join(' ');
}

/** The last number of `{{convert|12|km|mi|1}}` says how precise the answer is. */
function isPrecision(positional: readonly string[], at: number): boolean {
  return positional[at + 1] === undefined;
}

/** `{{height|m=1.8}}` -> `1.8 m`, `{{height|ft=5|in=11}}` -> `5 ft 11 in`. */
export function shownHeight({ positional, named }: InlineArguments): string {
  const units = ['m', 'cm', 'ft', 'in'].flatMap((unit) => (named.get(unit) ? [`${named.get(unit)} ${unit}`] : []));
  return units.length > 0 ? units.join(' ') : (positional[0] ?? '');
}
