import type { ArticleRecord } from './article';
import type { Members, RecordReader } from './record-reader';

const MAX_DEPTH = 8;

/**
 * Flattens what earlier versions wrote beside the known members: texts, numbers and booleans are texts, lists are
 * lists of texts, and a member of a nested object gets its path as label (`{"eyes": {"color": …}}` -> `eyes color`).
 * What is empty is left out.
 */
export function readFields(
  reader: RecordReader,
  members: Members,
  known: ReadonlySet<string>,
): ArticleRecord['fields'] {
  const fields = emptyFields();
  for (const label of Object.keys(members)) {
    if (!known.has(label)) readField(reader, fields, label, members[label], 1);
  }
  return fields;
}

/** Has no prototype: a label may be `__proto__`. */
export function emptyFields(): ArticleRecord['fields'] {
  return Object.create(null) as ArticleRecord['fields'];
}

function readField(
  reader: RecordReader,
  fields: ArticleRecord['fields'],
  label: string,
  value: unknown,
  depth: number,
): void {
  reader.countItem();
  if (depth > MAX_DEPTH) reader.reject('TOO_DEEP', `more than ${MAX_DEPTH} levels of nested values`);
  const key = reader.text(label, 'label');
  if (typeof value !== 'object' || Array.isArray(value)) {
    const texts = Array.isArray(value)
      ? value.flatMap((item) => readTexts(reader, item, depth + 1))
      : scalarText(reader, value);
    if (texts.length > 0) fields[key] = texts;
  } else if (value !== null) {
    for (const [name, inner] of Object.entries(value)) readField(reader, fields, `${label} ${name}`, inner, depth + 1);
  }
}

function readTexts(reader: RecordReader, value: unknown, depth: number): string[] {
  reader.countItem();
  if (depth > MAX_DEPTH) reader.reject('TOO_DEEP', `more than ${MAX_DEPTH} levels of nested values`);
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [scalarText(reader, value)];
  return Object.values(value).flatMap((inner) => readTexts(reader, inner, depth + 1));
}

function scalarText(reader: RecordReader, value: unknown): string {
  return reader.text(typeof value === 'string' ? value : value === undefined ? '' : String(value), 'a field');
}
