import { z } from 'zod';
import { labelKey } from '../universe/label';

/*
 * The parameters of the API, each from its text. The message of a refusal follows the parameter's name: "must be …".
 * Examples hold on the bundled demo universe.
 */

export const MAX_QUERY = 300;
export const MAX_TITLE = 1024;
export const MAX_NAME = 100;

interface Documented {
  description: string;
  example?: unknown;
}

type Given = { input?: unknown };
const ONCE = 'must be given once';

function string() {
  return z.string({ error: ({ input }) => (input === undefined ? 'is required' : ONCE) });
}

/** Text that must be given. */
export function text(maxLength: number, documented: Documented) {
  return string()
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((value) => !value.includes('\0'), 'must not hold a NUL character')
    .meta({ ...documented });
}

/** Text that may be missing or empty, which means undefined. */
export function optionalText(maxLength: number, documented: Documented) {
  return emptyIsMissing(text(maxLength, documented)).meta({ ...documented });
}

/** How the document writes what may be given once or several times. */
const ONCE_OR_MORE = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

/** Texts: the parameter given several times, or a list with `separator`; undefined where it is missing or empty. */
export function texts(
  { most, maxLength, separator }: { most: number; maxLength: number; separator?: string },
  documented: Documented,
  isKnown: { test: (given: string) => boolean; error: string } = { test: () => true, error: '' },
) {
  const one = z
    .string()
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((value) => !value.includes('\0'), 'must not hold a NUL character')
    .refine(isKnown.test, isKnown.error);
  return z
    .unknown()
    .transform((given) => partsOf(given, separator))
    .pipe(z.array(one).max(most, `may name at most ${most}`))
    .transform((given) => (given.length > 0 ? given : undefined))
    .optional()
    .meta({ ...documented, ...ONCE_OR_MORE });
}

function partsOf(given: unknown, separator: string | undefined): string[] {
  const all = [given ?? []].flat().map(String);
  const parts = separator === undefined ? all : all.flatMap((list) => list.split(separator));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** A time of ISO 8601, or a day, in milliseconds since 1970; undefined where it is missing or empty. */
export function timeOrDay(documented: Documented) {
  const error = 'must be a day or a time as in 2026-01-31 or 2026-01-31T12:00:00Z';
  const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })], error).transform((text) => Date.parse(text));
  return emptyIsMissing(time).meta({ ...documented, type: 'string' });
}

/** A field of content, folded as its labels are. */
export function contentField(documented: Documented) {
  return text(MAX_NAME, documented)
    .transform(labelKey)
    .meta({ ...documented, type: 'string' });
}

/** true or false; undefined where it is missing or empty. */
export function flag(documented: Documented) {
  const error = ({ input }: Given) => (Array.isArray(input) ? ONCE : 'must be true or false');
  const words = { truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'] };
  return emptyIsMissing(z.stringbool({ ...words, error })).meta({ ...documented });
}

function emptyIsMissing<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

/** A whole number from `min` to `max`; `fallback` where it is missing. */
export function wholeNumber(range: { min: number; max: number; fallback: number }, documented: Documented) {
  return neededNumber(range)
    .default(range.fallback)
    .meta({ ...documented });
}

function neededNumber({ min, max }: { min: number; max: number }) {
  const error = `must be a whole number from ${min} ${max === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${max}`}`;
  return string()
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .pipe(z.int({ error, abort: true }).min(min, error).max(max, error));
}

/** One of the given words or numbers; undefined where it is missing. */
export function oneOfOptional<T extends string | number>(choices: readonly T[], documented: Documented) {
  const byText = new Map<string, T>(choices.map((choice) => [String(choice), choice]));
  return string()
    .transform((given): unknown => byText.get(given))
    .pipe(z.literal(choices, `must be one of ${choices.join(', ')}`))
    .optional()
    .meta({ ...documented });
}

/** One of the given words; `fallback` where it is missing. */
export function oneOf<T extends string>(choices: readonly [T, ...T[]], fallback: T, documented: Documented) {
  const error = ({ input }: Given) => (Array.isArray(input) ? ONCE : `must be one of ${choices.join(', ')}`);
  return z
    .enum(choices, { error })
    .default(fallback as never)
    .meta({ ...documented });
}

export function limit(fallback: number, max: number) {
  return wholeNumber({ min: 1, max, fallback }, { description: 'How many at most.', example: Math.min(3, fallback) });
}

export const offset = wholeNumber(
  { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 },
  { description: 'How many to leave out at the start.', example: 0 },
);
export const universe = optionalText(MAX_NAME, {
  description: 'Universe; the default universe unless given.',
  example: 'demo',
});
export const category = optionalText(MAX_NAME, {
  description: 'Only articles of this category.',
  example: 'characters',
});
export const categories = texts(
  { most: 50, maxLength: MAX_NAME, separator: ',' },
  { description: 'Only articles of one of these categories; repeated, or separated by commas.', example: 'characters' },
);
export const search = text(MAX_QUERY, {
  description: 'Only titles that hold this, without regard to case, accents, apostrophes and hyphens.',
  example: 'an',
}).default('');
export const hasImage = flag({
  description: 'Only articles with an image, or only those without.',
  example: true,
});

/** The queries and paths that several operations share. */
export const UNIVERSE_QUERY = z.object({ universe });
export const UNIVERSE_PATH = z.object({ universe: pathUniverse() });

function pathUniverse() {
  return text(MAX_NAME, { description: 'Universe.', example: 'demo' });
}

/** The category in a path; the example differs by what the operation lists. */
export function pathCategory(example: string) {
  return text(MAX_NAME, { description: 'Category.', example });
}

/** Path of an article by its id. */
export const ARTICLE_ID_PATH = z.object({
  universe: pathUniverse(),
  id: neededNumber({ min: 0, max: Number.MAX_SAFE_INTEGER }).meta({ description: 'Id of the article.', example: 1140 }),
});

export function universeAndCategory(example: string) {
  return z.object({ universe: pathUniverse(), category: pathCategory(example) });
}
