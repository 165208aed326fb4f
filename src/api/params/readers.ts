/** Why a value is refused; the message follows the parameter's name: "must be …". */
export class Refused extends Error {}

/** How one parameter is read from its text, and how it is documented. */
export interface ParamReader<T> {
  /** Throws Refused. */
  read(text: string): T;
  /** What a missing parameter means; undefined: it is required. */
  readonly fallback: { value: T } | undefined;
  /** JSON Schema of what is accepted. */
  readonly schema: Record<string, unknown>;
}

/** The value that a reader gives. */
export type ValueOf<R> = R extends ParamReader<infer T> ? T : never;

const WHOLE_NUMBER = /^\d{1,16}$/;

/** A whole number from `min` to `max`. */
export function wholeNumber(options: {
  min: number;
  max: number;
  fallback: number;
  description: string;
}): ParamReader<number> {
  const { min, max, fallback, description } = options;
  const top = max === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${max}`;
  return {
    read(text) {
      const value = Number(text);
      if (WHOLE_NUMBER.test(text) && value >= min && value <= max) return value;
      throw new Refused(`must be a whole number from ${min} ${top}`);
    },
    fallback: { value: fallback },
    schema: { type: 'integer', minimum: min, maximum: max, default: fallback, description },
  };
}

/** Text of at most `maxLength` characters. Without a fallback it is required. */
export function text(options: {
  maxLength: number;
  fallback?: string;
  description: string;
  example?: string;
}): ParamReader<string> {
  const { maxLength, fallback, description, example } = options;
  return {
    read(value) {
      if (value.length > maxLength) throw new Refused(`must have at most ${maxLength} characters`);
      if (value.includes('\0')) throw new Refused('must not hold a NUL character');
      return value;
    },
    fallback: fallback === undefined ? undefined : { value: fallback },
    schema: { type: 'string', maxLength, description, ...(example === undefined ? {} : { example }) },
  };
}

/** Text that may be missing or empty, which means undefined. */
export function optionalText(options: {
  maxLength: number;
  description: string;
  example?: string;
}): ParamReader<string | undefined> {
  const reader = text(options);
  return {
    read: (value) => (value === '' ? undefined : reader.read(value)),
    fallback: { value: undefined },
    schema: reader.schema,
  };
}

/** One of the given words. */
export function oneOf<T extends string>(choices: readonly T[], fallback: T, description: string): ParamReader<T> {
  return {
    read(value) {
      const choice = choices.find((one) => one === value);
      if (choice === undefined) throw new Refused(`must be one of ${choices.join(', ')}`);
      return choice;
    },
    fallback: { value: fallback },
    schema: { type: 'string', enum: choices, default: fallback, description },
  };
}

const TRUE = new Set(['true', '1', 'yes']);
const FALSE = new Set(['false', '0', 'no']);

/** true or false; undefined where it is missing. */
export function flag(description: string): ParamReader<boolean | undefined> {
  return {
    read(value) {
      const word = value.toLowerCase();
      if (word === '') return undefined;
      if (TRUE.has(word)) return true;
      if (FALSE.has(word)) return false;
      throw new Refused('must be true or false');
    },
    fallback: { value: undefined },
    schema: { type: 'boolean', description },
  };
}
