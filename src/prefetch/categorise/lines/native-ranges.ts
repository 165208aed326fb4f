import { isUtf8 } from 'node:buffer';
import { Ranges } from '../../../dataset/ranges';
import { Column } from '../../../dataset/search/column';
import { Literal } from './bytes';

const COMMA = 0x2c;
const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const FIRST_PRINTABLE = 0x20;

/** A line this short is within every limit of a record: a value takes three bytes at least. */
const MAX_BYTES = 150_000;
/** So many digits are an exact number. */
const MAX_DIGITS = 15;

const NULL = new Literal('null');
const INFOBOX_START = new Literal('{"type":');
const FIELDS_START = new Literal(',"fields":');
const FIELD_START = new Literal('{"label":');
const VALUES_START = new Literal(',"values":');
const LINKS_START = new Literal(',"links":');
const LINK_START = new Literal('{"text":');
const HREF_START = new Literal(',"href":"/');

/** Letters behind a backslash, of the escapes that mean the same text wherever they are copied to. */
const ESCAPES = new Uint8Array(256);
for (const letter of '"\\bfnrt') ESCAPES[letter.charCodeAt(0)] = 1;

const memberName = (name: string) => new Literal(`${name}":`);
const PAGEID = memberName('pageid');
const TITLE = memberName('title');
const URL = memberName('url');
const REVID = memberName('revid');
const TIMESTAMP = memberName('timestamp');
const CATEGORIES = memberName('categories');
const REDIRECTS = memberName('redirects');
const INFOBOX = memberName('infobox');
const EXTRACT = memberName('extract');
const IMAGE = memberName('image');
const SCRAPED_AT = memberName('scraped_at');

/** Where something lies in the line; nowhere where the record has none. */
export class Place {
  start = 0;
  end = 0;

  get isThere(): boolean {
    return this.end > 0;
  }

  get length(): number {
    return this.end - this.start;
  }
}

/**
 * A record of the native form as ranges of its line: made anew for each, without objects or strings. It reads those
 * lines only that are, byte by byte, as `toNativeLine` writes them, which nearly all are: UTF-8, members in their
 * order, no white space, nothing unknown, and no escapes but the short ones. So each part of such a line is the JSON
 * that `JSON.stringify` would make of it. What the texts say is for others to judge.
 */
export class NativeRanges {
  bytes: Buffer = Buffer.alloc(0);
  /** 0: none. */
  pageid = 0;
  /** 0: none. */
  revid = 0;
  /** Texts without their quotes. */
  readonly title = new Place();
  readonly url = new Place();
  readonly timestamp = new Place();
  readonly extract = new Place();
  readonly image = new Place();
  readonly scrapedAt = new Place();
  readonly type = new Place();
  /** JSON as it lies. */
  readonly categoriesJson = new Place();
  readonly redirectsJson = new Place();
  readonly infobox = new Place();
  readonly categories = new Ranges();
  readonly redirects = new Ranges();
  /** By field of the infobox. */
  readonly labels = new Ranges();
  readonly values = new Ranges();
  private readonly valueEnds = new Column();
  /** Of the bytes. */
  private view: DataView = new DataView(new ArrayBuffer(0));
  private readonly places: Place[];
  private readonly lists: Ranges[];
  private at = 0;
  private lineStart = 0;
  private lineEnd = 0;
  /** Every bit that a byte of a text has. */
  private allBits = 0;

  constructor() {
    this.places = [this.title, this.url, this.timestamp, this.extract, this.image, this.scrapedAt];
    this.places.push(this.type, this.categoriesJson, this.redirectsJson, this.infobox);
    this.lists = [this.categories, this.redirects, this.labels, this.values];
  }

  /** Values of a field lie from here to `valueEnd`. */
  firstValue(field: number): number {
    return field === 0 ? 0 : this.valueEnds.at(field - 1);
  }

  valueEnd(field: number): number {
    return this.valueEnds.at(field);
  }

  /** Reads the line from `start` to `end`; false where it is not as described, and what was read means nothing. */
  read(bytes: Buffer, start: number, end: number): boolean {
    if (end - start > MAX_BYTES) return false;
    this.clear();
    if (bytes !== this.bytes) this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.bytes = bytes;
    this.at = this.lineStart = start;
    this.lineEnd = end;
    return this.readMembers() && this.at === end && (this.isAscii || isUtf8(bytes.subarray(start, end)));
  }

  private clear(): void {
    this.pageid = this.revid = this.allBits = 0;
    for (const place of this.places) place.start = place.end = 0;
    for (const ranges of this.lists) ranges.clear();
    this.valueEnds.length = 0;
  }

  private readMembers(): boolean {
    if (this.finds(PAGEID) && (this.pageid = this.number()) < 0) return false;
    if (!this.finds(TITLE) || !this.text(this.title)) return false;
    if (this.finds(URL) && !this.textOrNull(this.url)) return false;
    if (this.finds(REVID) && (this.revid = this.number()) < 0) return false;
    if (this.finds(TIMESTAMP) && !this.textOrNull(this.timestamp)) return false;
    if (this.finds(CATEGORIES) && !this.list(this.categories, this.categoriesJson)) return false;
    if (this.finds(REDIRECTS) && !this.list(this.redirects, this.redirectsJson)) return false;
    if (this.finds(INFOBOX) && !this.isNull() && !this.readInfobox()) return false;
    if (this.finds(EXTRACT) && !this.textOrNull(this.extract)) return false;
    if (this.finds(IMAGE) && !this.textOrNull(this.image)) return false;
    if (this.finds(SCRAPED_AT) && !this.textOrNull(this.scrapedAt)) return false;
    return this.bytes[this.at++] === CLOSE_BRACE;
  }

  /** Steps over a brace or comma and the name of a member, if it is this one's. */
  private finds(name: Literal): boolean {
    const { bytes, at } = this;
    if (bytes[at] !== (at === this.lineStart ? OPEN_BRACE : COMMA) || bytes[at + 1] !== QUOTE) return false;
    if (!name.isAt(this.view, at + 2)) return false;
    this.at = at + 2 + name.length;
    return true;
  }

  /** Steps over bytes if they are these. */
  private meets(expected: Literal): boolean {
    if (!expected.isAt(this.view, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  private get isAscii(): boolean {
    return this.allBits < 0x80;
  }

  private isNull(): boolean {
    return this.meets(NULL);
  }

  /** The number of some digits; -1 where it is written in any other way. */
  private number(): number {
    const { bytes } = this;
    const start = this.at;
    let value = 0;
    let at = start;
    for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) value = value * 10 + byte - ZERO;
    this.at = at;
    const isPlain = at > start && at - start <= MAX_DIGITS && (bytes[start] !== ZERO || at === start + 1);
    return isPlain ? value : -1;
  }

  private textOrNull(place: Place): boolean {
    return this.text(place) || this.isNull();
  }

  private text(place: Place): boolean {
    const start = this.at + 1;
    if (!this.skipText()) return false;
    place.start = start;
    place.end = this.at - 1;
    return true;
  }

  /** Steps over a text and its quotes. */
  private skipText(): boolean {
    const { bytes } = this;
    let at = this.at;
    let { allBits } = this;
    if (bytes[at] !== QUOTE) return false;
    for (const end = this.lineEnd; ++at < end;) {
      const byte = bytes[at]!;
      allBits |= byte;
      // Most are letters, so that most are done with here.
      if (byte > QUOTE && byte !== BACKSLASH) continue;
      if (byte === QUOTE) {
        this.at = at + 1;
        this.allBits = allBits;
        return true;
      }
      if (byte < FIRST_PRINTABLE || (byte === BACKSLASH && ESCAPES[bytes[++at]!] !== 1)) return false;
    }
    return false;
  }

  private list(ranges: Ranges, place: Place): boolean {
    place.start = this.at;
    if (!this.texts(ranges)) return false;
    place.end = this.at;
    return true;
  }

  private texts(ranges: Ranges): boolean {
    if (!this.opensList()) return false;
    if (this.closesList()) return true;
    do {
      const start = this.at + 1;
      if (!this.skipText()) return false;
      ranges.push(start, this.at - 1);
    } while (this.meetsComma());
    return this.closesList();
  }

  private readInfobox(): boolean {
    const start = this.at;
    if (!this.meets(INFOBOX_START) || !this.textOrNull(this.type)) return false;
    if (!this.meets(FIELDS_START) || !this.opensList()) return false;
    if (!this.closesList()) {
      do if (!this.readField()) return false;
      while (this.meetsComma());
      if (!this.closesList()) return false;
    }
    this.infobox.start = start;
    this.infobox.end = this.at + 1;
    return this.bytes[this.at++] === CLOSE_BRACE;
  }

  private readField(): boolean {
    if (!this.meets(FIELD_START)) return false;
    const start = this.at + 1;
    if (!this.skipText()) return false;
    this.labels.push(start, this.at - 1);
    if (!this.meets(VALUES_START) || !this.texts(this.values)) return false;
    this.valueEnds.push(this.values.length);
    return this.meets(LINKS_START) && this.skipLinks() && this.bytes[this.at++] === CLOSE_BRACE;
  }

  private skipLinks(): boolean {
    if (!this.opensList()) return false;
    if (this.closesList()) return true;
    do {
      if (!this.meets(LINK_START) || !this.skipText()) return false;
      if (!this.meets(HREF_START)) return false;
      // Back to the quote: a text that begins with a slash.
      this.at -= 2;
      if (!this.skipText()) return false;
      if (this.bytes[this.at++] !== CLOSE_BRACE) return false;
    } while (this.meetsComma());
    return this.closesList();
  }

  private opensList(): boolean {
    return this.bytes[this.at++] === OPEN_BRACKET;
  }

  private closesList(): boolean {
    return this.meetsByte(CLOSE_BRACKET);
  }

  private meetsComma(): boolean {
    return this.meetsByte(COMMA);
  }

  private meetsByte(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }
}
