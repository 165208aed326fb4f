import { timeMs } from '../universe/plain-time';
import { ContentRanges } from './content-ranges';
import { InfoboxRanges } from './infobox-ranges';
import { JsonCursor } from './json-cursor';
import { Ranges } from './ranges';
import { ROW_COLUMNS } from './rows-format';
import { POSTGRES_EPOCH_MS } from './tuple-writer';

const [ID, TITLE, CATEGORY, CONTENT, IMAGE, INFOBOX, EXTRA, SCRAPED] = (
  ['id', 'title', 'category', 'content', 'image_url', 'infobox', 'extra_metadata', 'scraped_at'] as const
).map((name) => ROW_COLUMNS.indexOf(name)) as [number, number, number, number, number, number, number, number];

/**
 * Reads the tuples of a batch one after another, without objects or strings. What is read is overwritten where it has
 * escapes, so that a batch is read once, behind everything else that is done with it.
 */
export class RowReader {
  readonly infobox = new InfoboxRanges();
  readonly redirects = new Ranges();
  updatedAtMs: number | null = null;
  private bytes: Buffer = Buffer.alloc(0);
  private readonly json = new JsonCursor();
  private readonly content = new ContentRanges();
  private readonly starts = new Int32Array(ROW_COLUMNS.length);
  /** -1: NULL. */
  private readonly lengths = new Int32Array(ROW_COLUMNS.length);

  /** Offset behind the tuple that begins at `start`. */
  endOf(bytes: Buffer, start: number): number {
    let at = start + 2;
    for (let column = 0; column < ROW_COLUMNS.length; column++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      this.starts[column] = at;
      this.lengths[column] = length;
      if (length > 0) at += length;
    }
    return at;
  }

  /** Reads the tuple that begins at `start`, but for its content, and returns the offset behind it. */
  read(bytes: Buffer, start: number): number {
    const end = this.endOf(bytes, start);
    this.bytes = this.json.bytes = bytes;
    if (this.openJson(INFOBOX)) this.infobox.read(this.json);
    else this.infobox.clear(bytes);
    this.redirects.clear();
    this.updatedAtMs = null;
    if (this.openJson(EXTRA)) this.readExtra();
    return end;
  }

  /** The content of the tuple that was read last; not everyone asks for it. */
  readContent(): ContentRanges {
    if (this.openJson(CONTENT)) this.content.read(this.json);
    return this.content;
  }

  get id(): number {
    return this.int8(ID);
  }

  get scrapedAtMs(): number {
    return this.int8(SCRAPED) / 1000 + POSTGRES_EPOCH_MS;
  }

  get titleStart(): number {
    return this.starts[TITLE]!;
  }

  get titleEnd(): number {
    return this.starts[TITLE]! + this.lengths[TITLE]!;
  }

  get categoryStart(): number {
    return this.starts[CATEGORY]!;
  }

  get categoryEnd(): number {
    return this.starts[CATEGORY]! + this.lengths[CATEGORY]!;
  }

  get imageStart(): number {
    return this.starts[IMAGE]!;
  }

  /** Where the image's address begins, if there is none. */
  get imageEnd(): number {
    return this.starts[IMAGE]! + Math.max(0, this.lengths[IMAGE]!);
  }

  /** Goes to a column's JSON, behind the byte of its version; false where it is NULL. */
  private openJson(column: number): boolean {
    this.json.at = this.starts[column]! + 1;
    return this.lengths[column]! > 0;
  }

  private int8(column: number): number {
    const at = this.starts[column]!;
    return this.bytes.readInt32BE(at) * 0x1_0000_0000 + this.bytes.readUInt32BE(at + 4);
  }

  private readExtra(): void {
    const { json } = this;
    while (json.next()) {
      json.name();
      if (json.isList) {
        const kept = json.is('redirects') ? this.redirects : null;
        while (json.next()) {
          json.text();
          kept?.push(json.start, json.end);
        }
      } else if (!json.isText) json.scalar();
      else {
        const isTime = json.is('updated_at');
        json.text();
        if (isTime) this.updatedAtMs = timeMs(json.toText());
      }
    }
  }
}
