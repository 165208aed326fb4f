import type { CanonicalJson, Infobox } from './article';

/** Members of a native record in the order in which they are written. */
const MEMBERS = [
  'pageid',
  'title',
  'url',
  'revid',
  'timestamp',
  'categories',
  'redirects',
  'infobox',
  'extract',
  'image',
  'scraped_at',
];
const PLACES: ReadonlyMap<string, number> = new Map(MEMBERS.map((name, place) => [name, place]));
/** A line this short is within every limit of a record: a value takes three characters at least. */
const MAX_CHARACTERS = 150_000;

/**
 * Whether a line is, character by character, what `JSON.stringify` makes of the native record in it, and no text in
 * it needs an escape; then the text of its infobox, else null. Such an infobox may be used as it lies, as object and
 * as text: it has all its members in order, nothing else, and nothing to sanitise.
 *
 * Without escapes, anything that makes another text of the same value (white space, a member given twice or not
 * known) makes it longer, except for how a number is written. So equal lengths and equal numbers are enough.
 */
export function readCanonical(line: string, members: Record<string, unknown>): CanonicalJson | null {
  if (line.length > MAX_CHARACTERS || line.includes('\\')) return null;
  let length = 1;
  let last = -1;
  let infobox: string | null = null;
  for (const name in members) {
    const place = PLACES.get(name) ?? -1;
    if (place <= last) return null;
    last = place;
    const value = members[name];
    const start = length + name.length + 3;
    const end = name === 'infobox' ? endOfInfobox(line, start, value) : endOfMember(line, start, name, value);
    if (end < 0) return null;
    if (name === 'infobox' && value !== null) infobox = line.slice(start, end);
    length = end + 1;
  }
  return length === line.length ? { infobox } : null;
}

/** A list of texts that need no escape, as JSON. */
export function plainList(texts: readonly string[]): string {
  return texts.length === 0 ? '[]' : `["${texts.join('","')}"]`;
}

function endOfMember(line: string, start: number, name: string, value: unknown): number {
  if (typeof value === 'string') return start + value.length + 2;
  if (value === null) return start + 4;
  if (Array.isArray(value)) return endOfTexts(start, value);
  if (typeof value !== 'number') return -1;
  const text = `"${name}":${value}`;
  const end = start + text.length - name.length - 3;
  return line.startsWith(text, start - name.length - 3) ? end : -1;
}

function endOfTexts(start: number, values: readonly unknown[]): number {
  let end = start + 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'string') return -1;
    end += value.length + 3;
  }
  return values.length === 0 ? end + 1 : end;
}

const enum Letter {
  A = 0x61,
  L = 0x6c,
  T = 0x74,
  V = 0x76,
}

/**
 * Of each object only the first letters of its members are compared: the sum of the lengths leaves no other question
 * than their order.
 */
function endOfInfobox(line: string, start: number, value: unknown): number {
  if (value === null) return start + 4;
  if (typeof value !== 'object') return -1;
  const { type, fields } = value as Partial<Infobox>;
  if (!Array.isArray(fields) || line.charCodeAt(start + 2) !== Letter.T) return -1;
  let end = start + '{"type":'.length;
  if (type === null) end += 4;
  else if (typeof type === 'string' && type !== '' && type.trim() === type) end += type.length + 2;
  else return -1;
  end += ',"fields":['.length;
  for (let i = 0; i < fields.length; i++) {
    end = endOfField(line, end, fields[i] as unknown);
    if (end < 0) return -1;
  }
  return fields.length === 0 ? end + 2 : end + 1;
}

/** The end of a field with the comma or bracket behind it. */
function endOfField(line: string, start: number, value: unknown): number {
  if (typeof value !== 'object' || value === null) return -1;
  const { label, values, links } = value as Partial<Infobox['fields'][number]>;
  if (typeof label !== 'string' || !Array.isArray(values) || !Array.isArray(links)) return -1;
  if (line.charCodeAt(start + 2) !== Letter.L || line.charCodeAt(start + 3) !== Letter.A) return -1;
  const behindLabel = start + '{"label":"",'.length + label.length;
  if (line.charCodeAt(behindLabel + 1) !== Letter.V) return -1;
  let end = endOfTexts(behindLabel + '"values":'.length, values);
  if (end < 0) return -1;
  end += ',"links":['.length;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] as Partial<Infobox['fields'][number]['links'][number]> | null;
    if (typeof link?.text !== 'string' || typeof link.href !== 'string') return -1;
    if (line.charCodeAt(end + 2) !== Letter.T) return -1;
    end += '{"text":"","href":""},'.length + link.text.length + link.href.length;
  }
  return links.length === 0 ? end + 3 : end + 2;
}
