import { RejectedRecord } from './rejected-record';
import { compose, sanitiseAddress, sanitiseText, sanitiseTime } from './sanitise';
import { FIRST_HASHED_ID } from './article-id';

export type Members = Record<string, unknown>;

const MAX_TITLE_CHARACTERS = 255;
/** All text of a record together; the largest real articles have some 20,000 characters of facts. */
const MAX_RECORD_CHARACTERS = 1_000_000;
const MAX_RECORD_ITEMS = 50_000;

/**
 * Reads the members of one record: every text sanitised, every type checked, all of it within limits. `null` and a
 * member that is not there are the same.
 */
export class RecordReader {
  private title: string | undefined;
  private charactersLeft = MAX_RECORD_CHARACTERS;
  private itemsLeft = MAX_RECORD_ITEMS;

  reject(code: ConstructorParameters<typeof RejectedRecord>[0], reason: string): never {
    throw new RejectedRecord(code, reason, this.title);
  }

  members(value: unknown, where: string): Members {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.reject(where === '' ? 'NOT_AN_OBJECT' : 'BAD_TYPE', `${where || 'the record'} must be an object`);
    }
    return value as Members;
  }

  /** The title: composed, at most 255 characters, and something else than spaces. */
  readTitle(value: unknown): string {
    if (value === undefined || value === null) this.reject('NO_TITLE', 'title is missing');
    if (typeof value !== 'string') this.reject('BAD_TYPE', 'title must be a text');
    // Twice the length at once bounds the work on titles of millions of characters.
    if (value.length > MAX_TITLE_CHARACTERS * 4) this.reject('TITLE_TOO_LONG', tooLong(value.length));
    const title = compose(sanitiseText(value));
    const length = countCharacters(title);
    if (length > MAX_TITLE_CHARACTERS) this.reject('TITLE_TOO_LONG', tooLong(length));
    if (!NOT_BLANK.test(title)) this.reject('NO_TITLE', 'title is empty');
    this.title = title;
    return title;
  }

  pageid(value: unknown): number | null {
    if (value === undefined || value === null || value === 0) return null;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= FIRST_HASHED_ID)
      this.reject('BAD_PAGE_ID', 'pageid must be a positive integer');
    return value;
  }

  revid(value: unknown): number | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number') this.reject('BAD_TYPE', 'revid must be a number');
    return Number.isSafeInteger(value) && value > 0 ? value : null;
  }

  text(value: unknown, where: string): string {
    if (value === undefined || value === null) return '';
    if (typeof value !== 'string') this.reject('BAD_TYPE', `${where} must be a text`);
    this.charactersLeft -= value.length;
    if (this.charactersLeft < 0) this.reject('TOO_LARGE', `more than ${MAX_RECORD_CHARACTERS} characters`);
    return sanitiseText(value);
  }

  /** A text of an article: it counts for itself, and what holds the record bounds it. */
  longText(value: unknown, where: string): string {
    if (value === undefined || value === null) return '';
    if (typeof value !== 'string') this.reject('BAD_TYPE', `${where} must be a text`);
    return sanitiseText(value);
  }

  /** A text that says something, or null. */
  prose(value: unknown, where: string): string | null {
    const text = this.text(value, where);
    return text.trim() === '' ? null : text;
  }

  time(value: unknown, where: string): string | null {
    const text = this.text(value, where);
    return text === '' ? null : sanitiseTime(text);
  }

  address(value: unknown, where: string): string | null {
    const text = this.text(value, where);
    return text === '' ? null : sanitiseAddress(text);
  }

  list(value: unknown, where: string): readonly unknown[] {
    if (value === undefined || value === null) return NOTHING;
    if (!Array.isArray(value)) this.reject('BAD_TYPE', `${where} must be a list`);
    this.itemsLeft -= value.length;
    if (this.itemsLeft < 0) this.reject('TOO_LARGE', `more than ${MAX_RECORD_ITEMS} values`);
    return value;
  }

  texts(value: unknown, where: string): string[] {
    const texts: string[] = [];
    for (const item of this.list(value, where)) {
      if (item !== null) texts.push(this.text(item, where));
    }
    return texts;
  }

  /** Names of pages: composed, without an empty one, one that is too long for a title, or one given twice. */
  names(value: unknown, where: string): string[] {
    const names: string[] = [];
    for (const item of this.list(value, where)) {
      const name = compose(this.text(item, where)).trim();
      if (name !== '' && countCharacters(name) <= MAX_TITLE_CHARACTERS) names.push(name);
    }
    return names.length > 1 ? [...new Set(names)] : names;
  }

  /** Wiki categories without the prefix of their namespace. */
  categories(value: unknown): string[] {
    const names = this.names(value, 'categories');
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      if (CATEGORY_PREFIX.test(name)) names[i] = name.replace(CATEGORY_PREFIX, '');
    }
    return names;
  }

  /** Counts values that stand in no list, so that no record is larger than the limits. */
  countItem(): void {
    if (--this.itemsLeft < 0) this.reject('TOO_LARGE', `more than ${MAX_RECORD_ITEMS} values`);
  }
}

const NOT_BLANK = /[^\s_]/;
const CATEGORY_PREFIX = /^category:\s*/i;
const NOTHING: readonly unknown[] = Object.freeze([]);

function tooLong(length: number): string {
  return `title has ${length} characters (${MAX_TITLE_CHARACTERS} at most)`;
}

/** Characters are code points: a title of 255 of any script fits. */
function countCharacters(text: string): number {
  if (text.length <= MAX_TITLE_CHARACTERS) return text.length;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
