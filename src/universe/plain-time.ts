/** `YYYY-MM-DDThh:mm:ssZ` and the same with milliseconds. */
const PLAIN_LENGTHS = ['....-..-..T..:..:..Z'.length, '....-..-..T..:..:...mmmZ'.length];

/**
 * Milliseconds since 1970 of a time as nearly all are written: `2026-01-31T12:00:00Z`, or with three digits of
 * milliseconds. NaN for any other text; which may be a time. Several times as fast as `Date.parse`.
 */
export function plainTimeMs(text: string): number {
  const isLong = text.length === PLAIN_LENGTHS[1];
  if (!isLong && text.length !== PLAIN_LENGTHS[0]) return NaN;
  const isPunctuated =
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text.endsWith('Z');
  if (!isPunctuated || (isLong && text[19] !== '.')) return NaN;
  const year = digits(text, 0) * 100 + digits(text, 2);
  const [month, day] = [digits(text, 5), digits(text, 8)];
  const [hour, minute, second] = [digits(text, 11), digits(text, 14), digits(text, 17)];
  const milliseconds = isLong ? digits(text, 20) * 10 + digit(text, 22) : 0;
  // Of years before 100, Date.UTC makes those of the 20th century.
  const isTime = year >= 100 && hour < 24 && minute < 60 && second < 60 && day >= 1 && day <= daysOf(month, year);
  return isTime ? Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) : NaN;
}

/** Milliseconds since 1970 of any time that `Date.parse` reads; NaN for other texts. */
export function timeMs(text: string): number {
  const ms = plainTimeMs(text);
  return Number.isNaN(ms) ? Date.parse(text) : ms;
}

/** The number that two digits make; NaN where one is none. */
function digits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : NaN;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(month: number, year: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}
