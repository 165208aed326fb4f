const PAGE_START = Buffer.from('<page>');
const PAGE_END = Buffer.from('</page>');
const REVISION_START = Buffer.from('<revision>');

/** A `<page>…</page>` of a dump, still as bytes. */
export interface RawPage {
  /** null: larger than the limit. */
  xml: Buffer | null;
  /** Where the bytes behind the page begin in the XML. */
  end: number;
}

export interface SplitterLimits {
  /** A page, with its last two revisions, may have as many bytes. */
  maxPageBytes: number;
  /** Above this, the older revisions of a page with its whole history are let go. */
  compactBytes: number;
}

/**
 * Cuts a dump into its pages by bytes, so that talk pages are passed over at the speed of the disk, a broken page
 * breaks no other, and reading can go on at any page. In XML a `<` inside text is always escaped, so the marks cannot
 * occur in one. Memory holds one page, and of one with its history the last two revisions.
 */
export class PageSplitter {
  private buffer: Buffer = Buffer.alloc(0);
  private base: number;
  /** Where to go on searching, so that no byte is searched twice. */
  private searched = 0;
  private isInPage = false;
  private isTooLarge = false;
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

  /** What is left behind the last page. */
  finish(): { rest: string; isInPage: boolean } {
    return { rest: this.buffer.toString('utf8', 0, 4096), isInPage: this.isInPage };
  }

  private next(): RawPage | null {
    if (!this.isInPage && !this.findStart()) return null;
    const end = this.buffer.indexOf(PAGE_END, this.searched);
    if (end < 0) {
      this.searched = Math.max(0, this.buffer.length - PAGE_END.length);
      return null;
    }
    const after = end + PAGE_END.length;
    const xml = this.isTooLarge ? null : this.buffer.subarray(0, after);
    this.isInPage = false;
    this.isTooLarge = false;
    this.drop(after);
    return { xml, end: this.base };
  }

  private findStart(): boolean {
    const start = this.buffer.indexOf(PAGE_START, this.searched);
    if (start < 0) {
      const kept = Math.max(0, this.buffer.length - 65_536);
      // The head is kept whole; between pages there is nothing to keep.
      if (this.head !== null) this.drop(kept);
      this.searched = Math.max(0, this.buffer.length - PAGE_START.length);
      return false;
    }
    this.head ??= this.buffer.toString('utf8', 0, start);
    this.drop(start);
    this.isInPage = true;
    return true;
  }

  private drop(count: number): void {
    this.buffer = this.buffer.subarray(count);
    this.base += count;
    this.searched = 0;
  }

  private compact(): void {
    const first = this.buffer.indexOf(REVISION_START);
    const last = this.buffer.lastIndexOf(REVISION_START);
    const before = first < 0 ? -1 : this.buffer.lastIndexOf(REVISION_START, last - 1);
    const from = before > first ? before : last;
    if (first >= 0 && from > first) {
      // The bytes let go still count for the position.
      const kept = Buffer.concat([this.buffer.subarray(0, first), this.buffer.subarray(from)]);
      this.base += this.buffer.length - kept.length;
      this.buffer = kept;
    } else if (this.buffer.length > this.limits.maxPageBytes) {
      this.isTooLarge = true;
      const kept = Buffer.from(this.buffer.subarray(this.buffer.length - PAGE_END.length));
      this.base += this.buffer.length - kept.length;
      this.buffer = kept;
    }
    this.searched = Math.max(0, this.buffer.length - PAGE_END.length);
  }
}

/** The namespace that the head of a page names; null where it cannot be told by a glance. */
export function glanceNamespace(xml: Buffer): number | null {
  const head = xml.toString('latin1', 0, Math.min(xml.length, 4096));
  const match = /<ns>(-?\d{1,5})<\/ns>/.exec(head);
  return match ? Number(match[1]) : null;
}
