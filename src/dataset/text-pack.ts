import { hash } from 'node:crypto';
import { constants, brotliCompressSync, brotliDecompressSync, crc32 } from 'node:zlib';
import type { ArticleCard } from '../universe/article';
import { escapeMarkdown } from '../universe/markdown';
import type { ArticleText, GalleryPicture } from '../universe/section';

/**
 * An article's text as it is stored: packed in blocks of its own, so that a piece of a long one is read without
 * unpacking the rest. Layout: version (u8), CRC-32 of all that follows (u32), bytes of the table of contents (u32), bytes
 * of it and the texts together (u32), number of blocks (u32), packed bytes of each block (u32), then the blocks. Unpacked
 * and put together they are the table of contents (JSON) and, behind it, the sections' texts in order (UTF-8). Numbers
 * are little-endian.
 */
const VERSION = 2;
const HEAD_BYTES = 17;
const BLOCK_BYTES = 16 << 10;
/** The quickest quality: the next one takes half as long again for a twentieth less. */
const PACKING = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 16 },
  // What a block is packed into: the usual buffer is larger than most blocks are.
  chunkSize: 4 << 10,
};
const HASH_BYTES = 8;

/** A section without its text; where the text lies among all of the article's, in bytes. */
export interface SectionEntry {
  level: number;
  heading: string;
  anchor: string;
  start: number;
  end: number;
}

/** What is written beside the texts; names are short because there is one for each article. */
interface Contents {
  /** level, heading, anchor, bytes */
  s: [number, string, string, number][];
  g?: [string, string][];
  /** Where the article is on its wiki. */
  u?: string;
}

/** An article's text, of which pieces can be read. */
export interface ReadableText {
  readonly sections: readonly SectionEntry[];
  readonly gallery: readonly GalleryPicture[];
  /** Of the article: whoever shows its text names where it is from. */
  readonly sourceUrl: string | null;
  /** Bytes of all sections' texts together. */
  readonly bytes: number;
  /** The UTF-8 bytes of the sections' texts from `start` to `end`. */
  read(start: number, end: number): Buffer;
}

/** Of an article without a text: its description is the lead. */
export function leadText({ description, sourceUrl }: Pick<ArticleCard, 'description' | 'sourceUrl'>): ReadableText {
  const bytes = Buffer.from(escapeMarkdown(description));
  return {
    sections: [{ level: 1, heading: '', anchor: '', start: 0, end: bytes.length }],
    gallery: [],
    sourceUrl,
    bytes: bytes.length,
    read: (start, end) => bytes.subarray(start, end),
  };
}

/**
 * A text that was packed, and the first 8 bytes of a SHA-1 over this format and what it says, whatever packed it: a load
 * writes only what has another hash.
 */
export interface PackResult {
  packed: Buffer;
  digest: Buffer;
}

export function packText({ sections, gallery }: ArticleText, sourceUrl: string | null): PackResult {
  const texts = sections.map(({ text }) => Buffer.from(text));
  const contents: Contents = {
    s: sections.map(({ level, heading, anchor }, i) => [level, heading, anchor, texts[i]!.length]),
    ...(gallery.length > 0 && { g: gallery.map(({ url, caption }) => [url, caption]) }),
    ...(sourceUrl !== null && { u: sourceUrl }),
  };
  const json = Buffer.from(JSON.stringify(contents));
  const whole = Buffer.concat([json, ...texts]);
  const blocks: Buffer[] = [];
  for (let at = 0; at < whole.length; at += BLOCK_BYTES) {
    blocks.push(brotliCompressSync(whole.subarray(at, at + BLOCK_BYTES), PACKING));
  }
  const head = Buffer.alloc(HEAD_BYTES + 4 * blocks.length);
  head.writeUInt8(VERSION, 0);
  head.writeUInt32LE(json.length, 5);
  head.writeUInt32LE(whole.length, 9);
  head.writeUInt32LE(blocks.length, 13);
  blocks.forEach((block, i) => head.writeUInt32LE(block.length, HEAD_BYTES + 4 * i));
  const packed = Buffer.concat([head, ...blocks]);
  packed.writeUInt32LE(crc32(packed.subarray(5)), 1);
  const digest = hash('sha1', Buffer.concat([Buffer.of(VERSION), whole]), 'buffer').subarray(0, HASH_BYTES);
  return { packed, digest };
}

/** A packed text that is read by pieces; blocks are unpacked when they are first needed. */
export class PackedText implements ReadableText {
  readonly sections: readonly SectionEntry[];
  readonly gallery: readonly GalleryPicture[];
  readonly sourceUrl: string | null;
  readonly bytes: number;
  private readonly blocks = new Map<number, Buffer>();

  private constructor(
    private readonly packed: Buffer,
    private readonly starts: readonly number[],
    private readonly contentsBytes: number,
    private readonly wholeBytes: number,
  ) {
    const contents = JSON.parse(this.unpacked(0, contentsBytes).toString('utf8')) as Contents;
    let end = 0;
    this.sections = contents.s.map(([level, heading, anchor, bytes]) => {
      return { level, heading, anchor, start: end, end: (end += bytes) };
    });
    this.gallery = (contents.g ?? []).map(([url, caption]) => ({ url, caption }));
    this.sourceUrl = contents.u ?? null;
    this.bytes = end;
  }

  static isIntact(packed: Buffer): boolean {
    if (packed.length < HEAD_BYTES || packed.readUInt8(0) !== VERSION) return false;
    return packed.readUInt32LE(1) === crc32(packed.subarray(5));
  }

  /** Null where the bytes are not those that were packed. */
  static open(packed: Buffer): PackedText | null {
    if (!PackedText.isIntact(packed)) return null;
    const count = packed.readUInt32LE(13);
    const starts = [HEAD_BYTES + 4 * count];
    for (let i = 0; i < count; i++) starts.push(starts[i]! + packed.readUInt32LE(HEAD_BYTES + 4 * i));
    return new PackedText(packed, starts, packed.readUInt32LE(5), packed.readUInt32LE(9));
  }

  read(start: number, end: number): Buffer {
    return this.unpacked(this.contentsBytes + start, this.contentsBytes + end);
  }

  private unpacked(start: number, end: number): Buffer {
    const parts: Buffer[] = [];
    for (let number = Math.floor(start / BLOCK_BYTES); number * BLOCK_BYTES < end; number++) {
      const from = number * BLOCK_BYTES;
      parts.push(this.block(number).subarray(Math.max(0, start - from), end - from));
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  private block(number: number): Buffer {
    let block = this.blocks.get(number);
    if (!block) {
      const bytes = Math.min(BLOCK_BYTES, this.wholeBytes - number * BLOCK_BYTES);
      // A buffer of its size costs half of the usual one; one byte more shows that nothing comes behind.
      block = brotliDecompressSync(this.packed.subarray(this.starts[number], this.starts[number + 1]), {
        chunkSize: Math.max(constants.Z_MIN_CHUNK, bytes + 1),
      });
      this.blocks.set(number, block);
    }
    return block;
  }
}
