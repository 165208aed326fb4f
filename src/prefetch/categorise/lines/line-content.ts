import { Ranges } from '../../../dataset/ranges';
import type { TupleWriter } from '../../../dataset/tuple-writer';
import { labelKey } from '../../../universe/label';
import { ARRAY_KEYS, ARRAY_OF, type ArrayKey } from '../../../universe/to-content';
import type { NativeRanges } from './native-ranges';
import { Remembered } from './remembered';

/** A key of `content`. */
interface Key {
  text: string;
  /** As the name of a member, with the colon. */
  json: Buffer;
  /** The array into which the values of such a field go. */
  array: ArrayKey | undefined;
}

/** Where the value of a member comes from, if not from a field of the infobox. */
const EXTRACT = -1;
const ARRAY = -2;

const DESCRIPTION = keyOf('description');
const ARRAYS = ARRAY_KEYS.map(keyOf);

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
  private readonly arrays = { abilities: new Ranges(), affiliations: new Ranges(), aliases: new Ranges() };
  private readonly labels = new Remembered((label) => keyOf(labelKey(label)));

  /** Takes the content out of a line; false where it is left to `toContent`. */
  read(line: NativeRanges, extractIsBlank: boolean): boolean {
    this.line = line;
    this.extractIsBlank = extractIsBlank;
    this.labels.bound();
    this.size = 0;
    this.insert(DESCRIPTION, EXTRACT);
    for (const array of ARRAYS) this.insert(array, ARRAY);
    for (const array of ARRAY_KEYS) this.arrays[array].clear();
    for (let field = 0; field < line.labels.length; field++) if (!this.readField(field)) return false;
    const { redirects } = line;
    for (let i = 0; i < redirects.length; i++) this.addAlias(redirects.start(i), redirects.end(i));
    return true;
  }

  /** Writes it as JSON. */
  write(to: TupleWriter): void {
    for (let i = 0; i < this.size; i++) {
      const { json, text } = this.keys[i]!;
      const source = this.sources[i]!;
      to.putAscii(i === 0 ? '{' : ',');
      to.put(json, 0, json.length);
      if (source === ARRAY) this.writeArray(to, this.arrays[text as ArrayKey]);
      else if (source === EXTRACT) this.writeExtract(to);
      else this.writeValues(to, this.line.firstValue(source), this.line.valueEnd(source));
    }
    to.putAscii('}');
  }

  private readField(field: number): boolean {
    const { bytes, labels } = this.line;
    const key = this.labels.of(bytes, labels.start(field), labels.end(field));
    if (key.array !== undefined) this.addToArray(key.array, field);
    return key.text === key.array || key.text === '' || this.insert(key, field);
  }

  private addToArray(array: ArrayKey, field: number): void {
    const { values } = this.line;
    for (let value = this.line.firstValue(field); value < this.line.valueEnd(field); value++) {
      const [start, end] = [values.start(value), values.end(value)];
      if (array === 'aliases') this.addAlias(start, end);
      else this.addDistinct(this.arrays[array], start, end);
    }
  }

  private addAlias(start: number, end: number): void {
    const { bytes, title } = this.line;
    if (!isSame(bytes, start, end, title.start, title.end)) this.addDistinct(this.arrays.aliases, start, end);
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
    while (at > 0 && isBefore(key.text, keys[at - 1]!.text)) at--;
    if (at > 0 && keys[at - 1]!.text === key.text) return this.isDescribed(key, at - 1, source);
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
    if (key.text !== DESCRIPTION.text) return false;
    const source = this.sources[member]!;
    const isEmpty =
      source === EXTRACT ? this.extractIsBlank : this.line.firstValue(source) === this.line.valueEnd(source);
    if (isEmpty) this.sources[member] = field;
    return true;
  }

  private writeExtract(to: TupleWriter): void {
    const { bytes, extract } = this.line;
    if (this.extractIsBlank) to.putAscii('""');
    else to.put(bytes, extract.start - 1, extract.end + 1);
  }

  private writeValues(to: TupleWriter, first: number, end: number): void {
    const { bytes, values } = this.line;
    to.putAscii('"');
    for (let value = first; value < end; value++) {
      if (value > first) to.putAscii(', ');
      to.put(bytes, values.start(value), values.end(value));
    }
    to.putAscii('"');
  }

  private writeArray(to: TupleWriter, list: Ranges): void {
    to.putAscii('[');
    for (let i = 0; i < list.length; i++) {
      if (i > 0) to.putAscii(',');
      to.put(this.line.bytes, list.start(i) - 1, list.end(i) + 1);
    }
    to.putAscii(']');
  }
}

function keyOf(text: string): Key {
  return { text, json: Buffer.from(`"${text}":`), array: ARRAY_OF.get(text) };
}

/** As jsonb sorts keys: by their length, then by their bytes (they are ASCII). */
function isBefore(a: string, b: string): boolean {
  return a.length < b.length || (a.length === b.length && a < b);
}

/** An object has members whose names are numbers before all others. */
function beginsWithDigit(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}

function isSame(bytes: Buffer, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = start, other = otherStart; i < end; i++, other++) if (bytes[i] !== bytes[other]) return false;
  return true;
}
