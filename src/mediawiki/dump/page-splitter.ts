const REVISION_START = Buffer.from('<revision');

/** A `<page>…</page>` of a dump, still as bytes. */
export interface RawPage {
  xml: Buffer;
  /** Why it cannot be read; null where it can. */
  fault: string | null;
  /** Where the bytes behind the page begin in the XML. */
  end: number;
}

export interface SplitterLimits {
  /** A page, with the revisions that are kept, may have as many bytes. */
  maxPageBytes: number;
  /** Above this, the older revisions of a page with its whole history are let go. */
  compactBytes: number;
}

/** A head longer than this is no siteinfo. */
const LONGEST_HEAD = 1 << 20;
const CUT_PAGE = 'it ends in the middle: another page begins within it';

/** Finds a mark in a buffer that grows behind and is dropped in front; no byte is searched twice. */
class MarkFinder {
  private found = -1;
  private searched = 0;

  constructor(
    private readonly mark: Buffer,
    /** Whether a tag's name ends there, so that `<pages>` is not taken for `<page>`. */
    private readonly isTag: boolean,
  ) {}

  /** Where the mark stands at or behind `from`; -1 where it does not yet. */
  find(buffer: Buffer, from: number): number {
    if (this.found >= from) return this.found;
    let at = buffer.indexOf(this.mark, Math.max(from, this.searched));
    while (at >= 0 && this.isTag && !isNameEnd(buffer[at + this.mark.length])) {
      // At the very end of the buffer it cannot be told yet.
      if (at + this.mark.length >= buffer.length) break;
      at = buffer.indexOf(this.mark, at + 1);
    }
    const isWhole = at >= 0 && (!this.isTag || at + this.mark.length < buffer.length);
    this.found = isWhole ? at : -1;
    this.searched = isWhole ? at : Math.max(0, buffer.length - this.mark.length);
    return this.found;
  }

  drop(count: number): void {
    this.found = Math.max(-1, this.found - count);
    this.searched = Math.max(0, this.searched - count);
  }
}

function isNameEnd(byte: number | undefined): boolean {
  return byte === 0x3e || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Cuts a dump into its pages by bytes, so that talk pages are passed over at the speed of the disk, a broken page
 * breaks no other, and reading can go on at any page. In XML a `<` inside text is always escaped, so the marks cannot
 * occur in one: a page that begins within a page means that the first was cut short. Memory holds one page, and of one
 * with its history the first and the last two revisions, of which one is the newest.
 */
export class PageSplitter {
  private readonly starts = new MarkFinder(Buffer.from('<page'), true);
  private readonly ends = new MarkFinder(Buffer.from('</page>'), false);
  private buffer: Buffer = Buffer.alloc(0);
  private base: number;
  private isInPage = false;
  private isTooLarge = false;
  private isClosed = false;
  /** What stood before the first page: siteinfo. */
  head: string | null = null;

  constructor(
    offset: number,
    private readonly limits: SplitterLimits = { maxPageBytes: 64 << 20, compactBytes: 8 << 20 },
  ) {
    this.base = offset;
  }

  *push(chunk: Buffer): Generator<RawPage> {
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    for (let page = this.next(); page; page = this.next()) yield page;
    if (this.isInPage && this.buffer.length > this.limits.compactBytes) this.compact();
  }

  /** How the dump ended: whether its last element was closed, and how it began where no page was found. */
  finish(): { start: string; isWhole: boolean } {
    return { start: this.buffer.toString('utf8', 0, 4096), isWhole: this.isClosed && !this.isInPage };
  }

  private next(): RawPage | null {
    if (!this.isInPage && !this.findStart()) return null;
    const end = this.ends.find(this.buffer, 0);
    const nested = this.starts.find(this.buffer, 1);
    if (nested >= 0 && (end < 0 || nested < end)) return this.take(nested, nested, CUT_PAGE, true);
    if (end < 0) return null;
    const after = end + '</page>'.length;
    return this.take(after, after, this.isTooLarge ? 'it is larger than 64 MB' : null, false);
  }

  private take(length: number, after: number, fault: string | null, isInPage: boolean): RawPage {
    const xml = this.buffer.subarray(0, length);
    this.isInPage = isInPage;
    this.isTooLarge = false;
    this.drop(after);
    return { xml, fault, end: this.base };
  }

  private findStart(): boolean {
    const start = this.starts.find(this.buffer, 0);
    if (start < 0) {
      // Lists of titles may follow.
      this.isClosed ||= this.buffer.includes('</mediawiki>');
      if (this.head === null && this.buffer.length > LONGEST_HEAD)
        this.head = this.buffer.toString('utf8', 0, LONGEST_HEAD);
      // The head is kept whole; between pages there is nothing to keep.
      if (this.head !== null) this.drop(Math.max(0, this.buffer.length - 65_536));
      return false;
    }
    this.head ??= this.buffer.toString('utf8', 0, start);
    this.drop(start);
    this.isInPage = true;
    this.isClosed = false;
    return true;
  }

  private drop(count: number): void {
    this.buffer = this.buffer.subarray(count);
    this.base += count;
    this.starts.drop(count);
    this.ends.drop(count);
  }

  /** Lets the revisions in the middle of a long history go, or all of a page that is too large. */
  private compact(): void {
    const first = this.buffer.indexOf(REVISION_START);
    const second = first < 0 ? -1 : this.buffer.indexOf(REVISION_START, first + 1);
    const last = this.buffer.lastIndexOf(REVISION_START);
    const before = last <= 0 ? -1 : this.buffer.lastIndexOf(REVISION_START, last - 1);
    if (second >= 0 && before > second) this.keep(second, before);
    else if (this.buffer.length > this.limits.maxPageBytes) {
      this.isTooLarge = true;
      this.keep(4096, this.buffer.length - 4096);
    }
  }

  /** Keeps what is before and behind; the bytes between still count for the position. */
  private keep(before: number, behind: number): void {
    const kept = Buffer.concat([this.buffer.subarray(0, before), this.buffer.subarray(behind)]);
    const gone = this.buffer.length - kept.length;
    this.base += gone;
    this.buffer = kept;
    this.starts.drop(gone);
    this.ends.drop(gone);
  }
}

/** The namespace that the head of a page names; null where it cannot be told by a glance. */
export function glanceNamespace(xml: Buffer): number | null {
  const head = xml.toString('latin1', 0, Math.min(xml.length, 4096));
  const match = /<ns>(-?\d{1,5})<\/ns>/.exec(head);
  return match ? Number(match[1]) : null;
}

/** The title that the head of a page names, for messages; empty where it has none. */
export function glanceTitle(xml: Buffer): string {
  return /<title>([^<]{1,300})/.exec(xml.toString('utf8', 0, Math.min(xml.length, 4096)))?.[1]?.trim() ?? '';
}
