import { Ranges } from '../../../dataset/ranges';
import type { TupleWriter } from '../../../dataset/tuple-writer';
import { labelKey } from '../../../universe/label';
import { ARRAY_KEYS, ARRAY_OF } from '../../../universe/to-content';
import { isSame } from './bytes';
import type { NativeRanges } from './native-ranges';
import { Remembered } from './remembered';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const EMPTY = Buffer.from('""');
const JOINT = Buffer.from(', ');

/** Letters of a key that go into its `order`: together with its length they are an exact number. */
const ORDERING_LETTERS = 5;

/** A key of `content`. */
interface Key {
  text: string;
  /** A number by which keys are in order, but for some that share it. */
  order: number;
  /** As the name of a member, with the comma before it and the colon. */
  json: Buffer;
  /** Place in `ARRAY_KEYS` of the array into which the values of such a field go; -1: none. */
  array: number;
  /** Whether it is the key of that array itself. */
  isArray: boolean;
}

/** Where the value of a member comes from, if not from a field of the infobox. */
const EXTRACT = -1;
const ARRAY = -2;

const DESCRIPTION = keyOf('description');
const ARRAYS = ARRAY_KEYS.map(keyOf);
const ALIASES = ARRAY_KEYS.indexOf('aliases');

/**
 * The `content` of a record as its line has it, by the rule of `toContent`, without a string or an object for any
 * value. What is rare is left to `toContent`: two labels of one key, and keys that look like numbers.
 */
export class LineContent {
  private line!: NativeRanges;
  private extractIsBlank = true;
  /** Members, sorted as jsonb sorts them. */
  private readonly keys: Key[] = [];
  private readonly sources: number[] = [];
  private size = 0;
  /** By place in `ARRAY_KEYS`. */
  private readonly arrays = ARRAY_KEYS.map(() => new Ranges());
  private readonly labels = new Remembered((label) => keyOf(labelKey(label)));

  /** Takes the content out of a line; false where it is left to `toContent`. */
  read(line: NativeRanges, extractIsBlank: boolean): boolean {
    this.line = line;
    this.extractIsBlank = extractIsBlank;
    this.labels.bound();
    this.size = 0;
    this.insert(DESCRIPTION, EXTRACT);
    for (const array of ARRAYS) this.insert(array, ARRAY);
    for (const array of this.arrays) array.clear();
    for (let field = 0; field < line.labels.length; field++) if (!this.readField(field)) return false;
    const { redirects } = line;
    for (let i = 0; i < redirects.length; i++) this.addAlias(redirects.start(i), redirects.end(i));
    return true;
  }

  /** Writes it as JSON. */
  write(to: TupleWriter): void {
    for (let i = 0; i < this.size; i++) {
      const { json, array } = this.keys[i]!;
      const source = this.sources[i]!;
      if (i === 0) to.putByte(OPEN_BRACE);
      to.put(json, i === 0 ? 1 : 0, json.length);
      if (source === ARRAY) this.writeArray(to, this.arrays[array]!);
      else if (source === EXTRACT) this.writeExtract(to);
      else this.writeValues(to, this.line.firstValue(source), this.line.valueEnd(source));
    }
    to.putByte(CLOSE_BRACE);
  }

  private readField(field: number): boolean {
    const { bytes, labels } = this.line;
    const key = this.labels.of(bytes, labels.start(field), labels.end(field));
    if (key.array >= 0) this.addToArray(key.array, field);
    return key.isArray || key.text === '' || this.insert(key, field);
  }

  private addToArray(array: number, field: number): void {
    const { values } = this.line;
    for (let value = this.line.firstValue(field); value < this.line.valueEnd(field); value++) {
      const [start, end] = [values.start(value), values.end(value)];
      if (array === ALIASES) this.addAlias(start, end);
      else this.addDistinct(this.arrays[array]!, start, end);
    }
  }

  private addAlias(start: number, end: number): void {
    const { bytes, title } = this.line;
    if (!isSame(bytes, start, end, title.start, title.end)) this.addDistinct(this.arrays[ALIASES]!, start, end);
  }

  private addDistinct(list: Ranges, start: number, end: number): void {
    if (start === end) return;
    for (let i = 0; i < list.length; i++) {
      if (isSame(this.line.bytes, start, end, list.start(i), list.end(i))) return;
    }
    list.push(start, end);
  }

  /** Puts a member where it belongs; false where that is left to `toContent`. */
  private insert(key: Key, source: number): boolean {
    const { keys, sources } = this;
    let at = this.size;
    while (at > 0 && isBefore(key, keys[at - 1]!)) at--;
    if (at > 0 && isSameKey(keys[at - 1]!, key)) return this.isDescribed(key, at - 1, source);
    if (beginsWithDigit(key.text)) return false;
    for (let i = this.size++; i > at; i--) {
      keys[i] = keys[i - 1]!;
      sources[i] = sources[i - 1]!;
    }
    keys[at] = key;
    sources[at] = source;
    return true;
  }

  /** Of what describes an article, the first stands that says anything. */
  private isDescribed(key: Key, member: number, field: number): boolean {
    if (!isSameKey(key, DESCRIPTION)) return false;
    const source = this.sources[member]!;
    const isEmpty =
      source === EXTRACT ? this.extractIsBlank : this.line.firstValue(source) === this.line.valueEnd(source);
    if (isEmpty) this.sources[member] = field;
    return true;
  }

  private writeExtract(to: TupleWriter): void {
    const { bytes, extract } = this.line;
    if (this.extractIsBlank) to.putAll(EMPTY);
    else to.put(bytes, extract.start - 1, extract.end + 1);
  }

  private writeValues(to: TupleWriter, first: number, end: number): void {
    const { bytes, values } = this.line;
    if (end === first) return to.putAll(EMPTY);
    // Most fields have one value, which lies there with its quotes.
    if (end === first + 1) return to.put(bytes, values.start(first) - 1, values.end(first) + 1);
    to.putByte(QUOTE);
    for (let value = first; value < end; value++) {
      if (value > first) to.putAll(JOINT);
      to.put(bytes, values.start(value), values.end(value));
    }
    to.putByte(QUOTE);
  }

  private writeArray(to: TupleWriter, list: Ranges): void {
    to.putByte(OPEN_BRACKET);
    for (let i = 0; i < list.length; i++) {
      if (i > 0) to.putByte(COMMA);
      to.put(this.line.bytes, list.start(i) - 1, list.end(i) + 1);
    }
    to.putByte(CLOSE_BRACKET);
  }
}

function keyOf(text: string): Key {
  const array = ARRAY_OF.get(text);
  return {
    text,
    order: orderOf(text),
    json: Buffer.from(`,"${text}":`),
    array: array === undefined ? -1 : ARRAY_KEYS.indexOf(array),
    isArray: array === text,
  };
}

/** The length, then the first letters (which are ASCII), as one number. */
function orderOf(text: string): number {
  let order = text.length;
  for (let i = 0; i < ORDERING_LETTERS; i++) order = order * 0x80 + (i < text.length ? text.charCodeAt(i) : 0);
  return order;
}

/** As jsonb sorts keys: by their length, then by their bytes. */
function isBefore(a: Key, b: Key): boolean {
  return a.order < b.order || (a.order === b.order && a.text < b.text);
}

function isSameKey(a: Key, b: Key): boolean {
  return a.order === b.order && a.text === b.text;
}

/** An object has members whose names are numbers before all others. */
function beginsWithDigit(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
