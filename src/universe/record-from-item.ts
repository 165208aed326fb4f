import type { ArticleRecord } from './article';
import { emptyFields, readFields } from './record-fields';
import { RecordReader, type Members } from './record-reader';

const MAX_CATEGORY_CHARACTERS = 64;
const KNOWN: ReadonlySet<string> = new Set(['title', 'categories']);
const NO_TEXT = /[\p{Cc}\p{Cs}]+/gu;

/**
 * The category of a categorised file as it stands in the data: in lower case, without control characters and halves of
 * characters, cut to 64 characters; null where nothing is left. Names that come out alike are one category.
 */
export function statedCategory(name: string): string | null {
  const text = name.replace(/\s+/g, ' ').replace(NO_TEXT, '').normalize('NFC').trim().toLowerCase();
  const category = [...text.slice(0, 2 * MAX_CATEGORY_CHARACTERS)].slice(0, MAX_CATEGORY_CHARACTERS).join('').trim();
  return category === '' ? null : category;
}

/**
 * An item of a categorised file as a record: a title, or an object with `title` or `name`. Its members without a
 * place in a record are kept as fields. Throws `RejectedRecord`.
 */
export function recordFromItem(item: unknown, listedUnder: string | null): ArticleRecord {
  const reader = new RecordReader();
  const category = listedUnder === null ? null : statedCategory(listedUnder);
  if (typeof item === 'string') return bareRecord(reader.readTitle(item), category);
  const members = reader.members(item, '');
  const title = reader.readTitle(members['title'] ?? members['name']);
  const record = bareRecord(title, category);
  const used = new Set(KNOWN);
  record.pageid = takePageid(members, used);
  record.url = takeAddress(reader, members, ['url'], used);
  record.image = takeAddress(reader, members, ['image_url', 'thumbnail'], used);
  record.extract = takeDescription(reader, members, used);
  record.categories = reader.categories(
    typeof members['categories'] === 'string' ? [members['categories']] : members['categories'],
  );
  if (members['name'] === title) used.add('name');
  record.fields = readFields(reader, members, used);
  return record;
}

/** A record of which only the title is known, and perhaps the category that it states. */
export function bareRecord(title: string, category: string | null = null): ArticleRecord {
  return {
    pageid: null,
    title,
    url: null,
    revid: null,
    timestamp: null,
    categories: [],
    redirects: [],
    infobox: null,
    extract: null,
    image: null,
    category,
    otherCategories: [],
    fields: emptyFields(),
    scrapedAt: null,
    text: null,
  };
}

/** Earlier versions wrote page ids as numbers or digits; an `id` that is none stays a field. */
function takePageid(members: Members, used: Set<string>): number | null {
  const id = members['id'];
  const text = typeof id === 'number' ? String(id) : typeof id === 'string' ? id.trim() : '';
  if (!/^[1-9]\d{0,14}$/.test(text)) return null;
  used.add('id');
  return Number(text);
}

/** The first of the members that is an address; the others stay fields unless they say the same. */
function takeAddress(reader: RecordReader, members: Members, names: string[], used: Set<string>): string | null {
  let found: string | null = null;
  for (const name of names) {
    const value = members[name];
    if (value === null || value === '') used.add(name);
    if (typeof value !== 'string' || (found !== null && value !== found)) continue;
    found ??= reader.address(value, name);
    if (value === found) used.add(name);
  }
  return found;
}

function takeDescription(reader: RecordReader, members: Members, used: Set<string>): string | null {
  let found: string | null = null;
  for (const name of ['description', 'abstract']) {
    const value = members[name];
    if (value === null || value === '') used.add(name);
    if (typeof value !== 'string' || (found !== null && value !== found)) continue;
    found ??= reader.prose(value, name);
    used.add(name);
  }
  return found;
}
