import * as z from 'zod';
import { CATEGORIES, type Category } from './categories';
import { GENERIC_INFOBOX } from './generic-infobox';
import {
  HTML_MODES,
  RESERVED_IDS,
  UNIVERSE_ID,
  type UniverseDefinition,
  type UniverseTable,
} from './universe-definition';

/** What is wrong with a universe's file, in words for whoever wrote it. */
export class BadDefinition extends Error {
  constructor(
    readonly fileName: string,
    reason: string,
  ) {
    super(`${fileName}: ${reason}`);
    this.name = 'BadDefinition';
  }
}

/** Checks a definition whole and names every fault at once. */
export function parseUniverseDefinition(json: unknown, fileName: string): UniverseDefinition {
  const { data, error } = DEFINITION.safeParse(json);
  if (error) throw new BadDefinition(fileName, error.issues.flatMap(faultsOf).join('; '));
  return data;
}

const HOST = /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const HTTP = /^https?:\/\//;
const TABLE_NAME = /^[\p{L}_][\p{L}\p{N}_ -]{0,99}$/u;

const text = z.string('must be a text').trim().min(1, 'must be a text');
const texts = listOf(text);
const optionalText = orNull(text);
const httpAddress = text.refine((url) => HTTP.test(url) && URL.canParse(url), 'must be an http(s) address or null');
const address = orNull(httpAddress);

const region = z.union([text, members({ name: text, contains: texts })]).transform((given) => {
  const { name, contains } = typeof given === 'string' ? { name: given, contains: [] } : given;
  return { name, contains: (contains.length > 0 ? contains : [name]).map((part) => part.toLowerCase()) };
});

const labels = byName(text, 'must be an object of labels by name');

const table = members({
  cargo: optionalText,
  bucket: optionalText,
  type: text,
  /** With their labels, or alone. */
  fields: z.preprocess(
    (given) =>
      Array.isArray(given) ? Object.fromEntries(given.map((field) => [field, labelOfField(`${field}`)])) : given,
    labels,
  ),
  image: optionalText,
})
  .transform(({ cargo, bucket, ...rest }): UniverseTable => {
    const kind = bucket === null ? 'cargo' : 'bucket';
    return { kind, name: bucket ?? cargo ?? '', ...rest };
  })
  .superRefine(({ kind, name, fields, image }, { addIssue }) => {
    if (name === '') addIssue({ code: 'custom', path: [kind], message: 'must be a text' });
    if (Object.keys(fields).length === 0)
      addIssue({ code: 'custom', path: ['fields'], message: 'must name at least one field' });
    for (const one of [name, ...Object.keys(fields), image ?? ''])
      if (one !== '' && !TABLE_NAME.test(one)) addIssue(`"${one}" is not the name of a table or field`);
  });

const evidence = members({
  type: text,
  category: z.enum(CATEGORIES, `must be one of ${CATEGORIES.join(', ')}`),
  linkedFrom: listOf(members({ type: optionalText, field: text })),
  hasField: texts,
  field: optionalText,
  beginsWith: texts,
  contains: texts,
});

const rules = members({
  infobox: z.preprocess(
    (given) => (given === undefined ? GENERIC_INFOBOX : given),
    byCategory(z.union([text, members({ type: text, field: text, beginsWith: text })])),
  ),
  wikiCategories: byCategory(text),
  ignoredWikiCategories: texts,
  evidence: listOf(evidence),
});

const DEFINITION = members({
  id: text
    .regex(UNIVERSE_ID, 'must be a lower-case letter, then up to 49 of a-z, 0-9 and _')
    .refine((id) => !RESERVED_IDS.has(id), `must not be one of ${[...RESERVED_IDS].join(', ')}`),
  name: text,
  api: address,
  articleUrl: address.refine((url) => url?.includes('$1') ?? true, 'must contain $1, the place of the title'),
  articleCategory: optionalText,
  articleNamespaces: texts,
  imageHosts: listOf(text.toLowerCase()).superRefine((hosts, { addIssue }) => {
    for (const host of hosts.filter((one) => !HOST.test(one))) addIssue(`"${host}" is not a host, *.host or host:port`);
  }),
  licence: members({
    name: text,
    url: address.transform((url) => url ?? ''),
    attribution: optionalText.transform((words) => words ?? ''),
  }),
  imageStore: orNull(
    members({
      base: httpAddress.transform((base) => base.replace(/\/+$/, '')),
      suffix: optionalText.transform((suffix) => suffix ?? ''),
      isHashed: z.preprocess((given) => given ?? true, z.boolean('must be true or false')),
    }),
  ),
  pictureParameters: texts,
  noInfoboxes: texts,
  labels,
  tables: listOf(table),
  html: z.enum(HTML_MODES, `must be one of ${HTML_MODES.join(', ')}`).optional(),
  regions: listOf(region),
  rules: z.preprocess((given) => given ?? {}, rules),
  nicknames: byName(texts, 'must be an object of names by title'),
});

/** `attack_speed` -> `Attack speed`. */
function labelOfField(field: string): string {
  const words = field.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An object with these members and no others. */
function members<T extends z.ZodRawShape>(shape: T) {
  const known = `(known: ${Object.keys(shape).join(', ')})`;
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((name) => `has the unknown member "${name}" ${known}`).join('; ')
        : 'must be an object',
  });
}

/** A list; empty where it is left out. */
function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess((given) => given ?? [], z.array(item, 'must be a list'));
}

/** Null where it is left out or empty. */
function orNull<T extends z.ZodType>(schema: T) {
  return z.preprocess((given) => (given === undefined || given === '' ? null : given), schema.nullable());
}

function byName<T extends z.ZodType>(item: T, error: string) {
  return z.preprocess((given) => given ?? {}, z.record(z.string(), item, error));
}

function byCategory<T extends z.ZodType>(item: T) {
  const list = listOf(item).optional();
  const shape = Object.fromEntries(CATEGORIES.map((category) => [category, list])) as Record<Category, typeof list>;
  return z.preprocess((given) => given ?? {}, members(shape));
}

/** A fault in words, behind the place where it is; of what may be one thing or another, as of the other. */
function faultsOf({ path, message, ...issue }: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return issue.errors.at(-1)!.flatMap((inner) => faultsOf({ ...inner, path: [...path, ...inner.path] }));
  }
  const where = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return [`${where.replace(/^\./, '') || 'the file'} ${message}`];
}
