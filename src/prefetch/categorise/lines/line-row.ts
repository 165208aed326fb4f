import type { Ranges } from '../../../dataset/ranges';
import type { RowFields } from '../../../dataset/rows-format';
import type { TupleWriter } from '../../../dataset/tuple-writer';
import type { CategoryMatch } from '../../../universe/wiki-category';
import { articleId, FIRST_HASHED_ID } from '../../../universe/article-id';
import type { Categorised, Categoriser, InfoboxEvidence } from '../../../universe/categorise';
import { plainTimeMsAt } from '../../../universe/plain-time';
import { isCategoryName, isName, isTitle } from '../../../universe/record-reader';
import { sanitiseAddress, sanitiseTime } from '../../../universe/sanitise';
import { parseTime, rowTime, SECONDS_LENGTH, sourceUrlOf, type RowRules } from '../row-rules';
import { isAt, isSame } from './bytes';
import { LineContent } from './line-content';
import { NativeRanges, type Place } from './native-ranges';
import { jsonText, Remembered } from './remembered';

/** Characters that begin with this byte of UTF-8 or a higher one may have another composed form. */
const MAY_COMPOSE = 0xcc;
const SPACE = 0x20;
const LAST_ASCII = 0x7e;
const QUOTE = 0x22;
const HASH = 0x23;
const SLASH = 0x2f;
const LESS = 0x3c;
const GREATER = 0x3e;
const QUESTION_MARK = 0x3f;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const CLOSE_BRACE = 0x7d;

const WIKI_CATEGORIES = Buffer.from('{"wiki_categories":');
const OTHER_CATEGORIES = Buffer.from(',"other_categories":["');
const NEXT_TEXT = Buffer.from('","');
const END_OF_TEXTS = Buffer.from('"]');
const REDIRECTS = Buffer.from(',"redirects":');
const REVID = Buffer.from(',"revid":');
const UPDATED_AT = Buffer.from(',"updated_at":"');
const NO_MILLISECONDS = Buffer.from('.000Z"');
const EMPTY_LIST = Buffer.from('[]');

const MOST_TITLE_BYTES = 255;
const MOST_ADDRESS_BYTES = 2048;
/** Names that are compared each with each. */
const MOST_COMPARED = 16;

/** What is known of the name of a wiki category, which is the same object wherever the name comes again. */
interface CategoryName {
  isClean: boolean;
  match: CategoryMatch | null;
}

/**
 * The row of a record as its line has it: what `ArticleRecord` and `toContent` make of it, without either. It takes
 * lines only in which there is nothing to clean, reject, or look up twice; the others are left to those two. Texts that
 * are long or seldom the same are never made strings.
 */
export class LineRow implements RowFields {
  id = 0;
  scrapedAtMs = 0;
  expiresAtMs = 0;
  readonly universe: string;
  private readonly line = new NativeRanges();
  private readonly contents = new LineContent();
  private readonly types = new Remembered((text) => ({ text, isClean: text !== '' && text.trim() === text }));
  private readonly names: Remembered<CategoryName>;
  /** Those of the line at hand, and behind them of lines before it. */
  private readonly wikiCategories: CategoryName[] = [];
  private matches: CategoryMatch[] = [];
  private categorised: Categorised = { category: '', others: [] };

  constructor(
    private readonly rules: RowRules,
    private readonly categoriser: Categoriser,
  ) {
    this.universe = rules.universe;
    this.names = new Remembered((text) => ({ isClean: isCategoryName(text), match: categoriser.matchOf(text) }));
  }

  /** Reads a line; false where it is left to others. */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.types.bound();
    this.names.bound();
    if (!this.line.read(bytes, start, end) || !this.isClean()) return false;
    if (!this.contents.read(this.line, this.extractIsBlank)) return false;
    this.settle();
    return true;
  }

  get category(): string {
    return this.categorised.category;
  }

  writeTitle(to: TupleWriter): void {
    to.textOf(this.line.bytes, this.line.title.start, this.line.title.end);
  }

  writeContent(to: TupleWriter): void {
    to.beginJson();
    this.contents.write(to);
    to.endJson();
  }

  writeImageUrl(to: TupleWriter): void {
    const { bytes, image } = this.line;
    if (image.length === 0) to.null();
    else to.textOf(bytes, image.start, image.end);
  }

  writeSourceUrl(to: TupleWriter): void {
    const { bytes, url } = this.line;
    if (url.length === 0) to.text(sourceUrlOf(this.rules.definition, this.title));
    else to.textOf(bytes, url.start, url.end);
  }

  writeInfobox(to: TupleWriter): void {
    const { bytes, infobox } = this.line;
    if (!infobox.isThere) return to.null();
    to.beginJson();
    to.put(bytes, infobox.start, infobox.end);
    to.endJson();
  }

  writeExtra(to: TupleWriter): void {
    const { bytes, categories, categoriesJson, redirects, redirectsJson, revid } = this.line;
    to.beginJson();
    to.putAll(WIKI_CATEGORIES);
    if (categories.length > 0) to.put(bytes, categoriesJson.start, categoriesJson.end);
    else to.putAll(EMPTY_LIST);
    this.writeOtherCategories(to);
    if (redirects.length > 0) {
      to.putAll(REDIRECTS);
      to.put(bytes, redirectsJson.start, redirectsJson.end);
    }
    if (revid > 0) {
      to.putAll(REVID);
      to.putInteger(revid);
    }
    this.writeUpdatedAt(to);
    to.putByte(CLOSE_BRACE);
    to.endJson();
  }

  private writeOtherCategories(to: TupleWriter): void {
    const { others } = this.categorised;
    for (let i = 0; i < others.length; i++) {
      to.putAll(i === 0 ? OTHER_CATEGORIES : NEXT_TEXT);
      to.putAscii(others[i]!);
    }
    if (others.length > 0) to.putAll(END_OF_TEXTS);
  }

  /** As `rowTime` has it. */
  private writeUpdatedAt(to: TupleWriter): void {
    const { bytes, timestamp } = this.line;
    if (timestamp.length === SECONDS_LENGTH && !Number.isNaN(plainTimeMsAt(bytes, timestamp.start, timestamp.end))) {
      to.putAll(UPDATED_AT);
      to.put(bytes, timestamp.start, timestamp.end - 1);
      to.putAll(NO_MILLISECONDS);
      return;
    }
    const updatedAt = rowTime(this.time(timestamp));
    if (updatedAt !== null) to.putAscii(`,"updated_at":"${updatedAt}"`);
  }

  private get title(): string {
    return this.text(this.line.title);
  }

  private get extractIsBlank(): boolean {
    const { bytes, extract } = this.line;
    return !beginsVisibly(bytes, extract) && jsonText(bytes, extract.start, extract.end).trim() === '';
  }

  /** Whether every text is as a record would have it. */
  private isClean(): boolean {
    const { line } = this;
    if (line.pageid >= FIRST_HASHED_ID || !this.isTitleClean()) return false;
    if (!this.isAddressClean(line.url) || !this.isAddressClean(line.image)) return false;
    if (line.type.isThere && !this.typeOf(line.type).isClean) return false;
    return this.readNames(line.categories) && this.areRedirectsClean(line.redirects);
  }

  private isTitleClean(): boolean {
    const { bytes, title } = this.line;
    if (title.length > MOST_TITLE_BYTES) return false;
    let isPlain = beginsVisibly(bytes, title);
    for (let i = title.start; i < title.end; i++) {
      if (bytes[i] === BACKSLASH) return false;
      if (bytes[i]! >= MAY_COMPOSE) isPlain = false;
    }
    return isPlain || isTitle(this.title);
  }

  private isAddressClean(place: Place): boolean {
    if (place.length === 0 || isPlainAddress(this.line.bytes, place)) return true;
    const text = this.text(place);
    return !text.includes('\\') && sanitiseAddress(text) === text;
  }

  private typeOf({ start, end }: Place) {
    return this.types.of(this.line.bytes, start, end);
  }

  /** Reads the names of the wiki categories; false where one is not clean, or comes twice. */
  private readNames(names: Ranges): boolean {
    const { wikiCategories } = this;
    this.matches = [];
    for (let i = 0; i < names.length; i++) {
      const name = this.names.of(this.line.bytes, names.start(i), names.end(i));
      if (!name.isClean) return false;
      for (let k = 0; k < i; k++) if (wikiCategories[k] === name) return false;
      wikiCategories[i] = name;
      if (name.match) this.matches.push(name.match);
    }
    return true;
  }

  private areRedirectsClean(redirects: Ranges): boolean {
    if (redirects.length === 0 || this.arePlainlyClean(redirects)) return true;
    const texts = new Set<string>().add(this.title);
    for (let i = 0; i < redirects.length; i++) {
      const text = jsonText(this.line.bytes, redirects.start(i), redirects.end(i));
      if (!isName(text)) return false;
      texts.add(text);
    }
    return texts.size === redirects.length + 1;
  }

  /** Whether these are few names that are plain, and other than each other and the title. */
  private arePlainlyClean(names: Ranges): boolean {
    const { bytes, title } = this.line;
    if (names.length > MOST_COMPARED) return false;
    for (let i = 0; i < names.length; i++) {
      const start = names.start(i);
      const end = names.end(i);
      if (!isPlainName(bytes, start, end) || isSame(bytes, start, end, title.start, title.end)) return false;
      for (let k = 0; k < i; k++) if (isSame(bytes, start, end, names.start(k), names.end(k))) return false;
    }
    return true;
  }

  /** Finds out what the texts say. */
  private settle(): void {
    const { line, rules } = this;
    this.id = articleId(line.pageid === 0 ? null : line.pageid, line.pageid === 0 ? this.title : '');
    this.scrapedAtMs = this.timeMs(line.scrapedAt) ?? rules.scrapedAtMs;
    this.expiresAtMs = this.scrapedAtMs + rules.ttlMs;
    const infobox = line.infobox.isThere ? new LineInfobox(line, this.typeText()) : null;
    this.categorised = this.categoriser.decide(infobox, null, this.matches);
  }

  private typeText(): string | null {
    return this.line.type.isThere ? this.typeOf(this.line.type).text : null;
  }

  private time(place: Place): string | null {
    return place.length === 0 ? null : sanitiseTime(jsonText(this.line.bytes, place.start, place.end));
  }

  private timeMs(place: Place): number | null {
    const ms = plainTimeMsAt(this.line.bytes, place.start, place.end);
    return Number.isNaN(ms) ? parseTime(this.time(place)) : ms;
  }

  private text({ start, end }: Place): string {
    return this.line.bytes.toString('utf8', start, end);
  }
}

/** An infobox whose fields are made when a rule asks for them, which few do, and no more of them than it asks for. */
class LineInfobox implements InfoboxEvidence {
  constructor(
    private readonly line: NativeRanges,
    readonly type: string | null,
  ) {}

  get fields() {
    return fieldsOf(this.line);
  }
}

function* fieldsOf(line: NativeRanges) {
  const { bytes, labels, values } = line;
  for (let field = 0; field < labels.length; field++) {
    const label = jsonText(bytes, labels.start(field), labels.end(field));
    const first = line.firstValue(field);
    const hasValue = first < line.valueEnd(field);
    yield { label, values: hasValue ? [jsonText(bytes, values.start(first), values.end(first))] : [] };
  }
}

/** Whether the first character is certainly no white space. */
function beginsVisibly(bytes: Buffer, { start, end }: Place): boolean {
  const byte = bytes[start]!;
  return end > start && isVisible(byte) && byte !== BACKSLASH && byte !== UNDERSCORE;
}

/** Whether a text is certainly the name of a page as it is read, and written without escapes. */
function isPlainName(bytes: Buffer, start: number, end: number): boolean {
  if (end === start || end - start > MOST_TITLE_BYTES) return false;
  if (!isVisible(bytes[start]!) || !isVisible(bytes[end - 1]!)) return false;
  for (let i = start; i < end; i++) if (bytes[i] === BACKSLASH || bytes[i]! >= MAY_COMPOSE) return false;
  return true;
}

/** Whether a byte is a character that is certainly no white space. */
function isVisible(byte: number): boolean {
  return byte > SPACE && byte <= LAST_ASCII;
}

const SCHEMES = [Buffer.from('https://'), Buffer.from('http://')] as const;

/** Whether a text is certainly an address as `sanitiseAddress` leaves it. */
function isPlainAddress(bytes: Buffer, { start, end }: Place): boolean {
  const scheme = isAt(bytes, start, SCHEMES[0]) ? SCHEMES[0] : SCHEMES[1];
  const host = start + scheme.length;
  if (!isAt(bytes, start, scheme) || host >= end || end - start > MOST_ADDRESS_BYTES) return false;
  const first = bytes[host]!;
  if (first === SLASH || first === QUESTION_MARK || first === HASH) return false;
  for (let i = host; i < end; i++) {
    const byte = bytes[i]!;
    if (byte <= SPACE || byte > LAST_ASCII || byte === QUOTE || byte === LESS || byte === GREATER) return false;
    if (byte === BACKSLASH) return false;
  }
  return true;
}
