/** Thrown by a variable's reader; the message says what the variable accepts. */
export class BadValue extends Error {}

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

export function readBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (TRUE.has(lower)) return true;
  if (FALSE.has(lower)) return false;
  throw new BadValue('true or false');
}

/** A reader of whole numbers from `min` to `max`. */
export function readInteger(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new BadValue(`a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** A number above zero, fractions allowed. */
export function readPositive(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || !(value > 0)) throw new BadValue('a number above 0');
  return value;
}

/** The parts of a comma list, trimmed, empty ones left out. */
export function readList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A reader of one of the given words. */
export function readChoice<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((one) => one === text.toLowerCase());
    if (!choice) throw new BadValue(`one of ${choices.join(', ')}`);
    return choice;
  };
}

const DURATION = /^(\d+)(ms|s|m|h|d)?$/;
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 30 * 86_400_000;

/** A duration such as `6h` or `30m` in milliseconds; `0` is never. */
export function readDuration(text: string): number {
  const match = DURATION.exec(text);
  const ms = match ? Number(match[1]) * (UNIT_MS[match[2] ?? 's'] ?? 1000) : NaN;
  if (!(ms >= 0) || ms > LONGEST_MS || (ms > 0 && ms < 1000)) {
    throw new BadValue('0 (never) or a duration from 1s to 30d, for instance 30m, 6h or 1d');
  }
  return ms;
}
