import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { RowsReader } from '../rows-reader';
import { Bitset } from '../search/bitset';
import { FILE_VERSION, MAGIC, PREFIX_BYTES, WORD_BYTES, type PassageFileHeader } from './passage-file';
import { openPostingList, type PostingList } from './posting-list';

const CHECKED_AT_ONCE = 1 << 20;
/** Posting lists that are kept, the most recently used ones. */
const CACHE_BYTES = 16 << 20;

/** Where a passage lies: which article's, and in which bytes of its sections' texts together. */
export interface PassagePlace {
  ordinal: number;
  section: number;
  start: number;
  end: number;
  tokens: number;
}

/**
 * The passages of a dataset, found by their words. In memory are the columns that say where each passage lies, and a
 * bounded number of posting lists; everything else is read when it is asked for.
 */
export class PassageIndex {
  readonly count: number;
  /** One more than the highest ordinal of an article that has a passage. */
  readonly articles: number;
  readonly ordinalOf: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly lengths: Uint16Array;
  private readonly sections: Uint16Array;
  private readonly tokens: Uint16Array;
  private readonly buckets: Uint32Array;
  private readonly cache = new LRUCache<string, PostingList>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ bytes }) => bytes + 500,
  });
  private readers = 1;
  /** Room for the passages that a question finds, lent until the next one: new memory costs more than its use. */
  readonly found: Bitset;
  private readonly firsts: Uint32Array;

  private constructor(
    private readonly header: PassageFileHeader,
    columns: Buffer,
    private readonly file: RowsReader,
    readonly path: string,
  ) {
    const column = (name: string) => {
      const { offset, bytes } = header.columns.find((one) => one.name === name) ?? { offset: 0, bytes: 0 };
      return { buffer: columns.buffer as ArrayBuffer, offset: columns.byteOffset + offset, bytes };
    };
    const u32 = (name: string) => {
      const { buffer, offset, bytes } = column(name);
      return new Uint32Array(buffer, offset, bytes / 4);
    };
    const u16 = (name: string) => {
      const { buffer, offset, bytes } = column(name);
      return new Uint16Array(buffer, offset, bytes / 2);
    };
    this.count = header.passages;
    this.ordinalOf = u32('ordinal');
    this.articles = this.ordinalOf.reduce((most, ordinal) => Math.max(most, ordinal + 1), 0);
    this.starts = u32('start');
    this.buckets = u32('buckets');
    this.lengths = u16('length');
    this.sections = u16('section');
    this.tokens = u16('tokens');
    this.found = new Bitset(this.count);
    this.firsts = new Uint32Array(this.articles);
    for (let passage = this.count - 1; passage >= 0; passage--) this.firsts[this.ordinalOf[passage]!] = passage;
  }

  /** Throws where the file is not one that was written whole. */
  static async open(path: string): Promise<PassageIndex> {
    const file = await open(path);
    try {
      const { header, columns } = await readHead(file);
      return new PassageIndex(header, columns, await RowsReader.open(path), path);
    } finally {
      await file.close();
    }
  }

  /** For another one who reads; each lets go by itself. */
  retain(): void {
    this.readers++;
  }

  /** Closes the file when the last one lets go. */
  async release(): Promise<void> {
    if (--this.readers === 0) await this.file.close();
  }

  place(passage: number): PassagePlace {
    const start = this.starts[passage] ?? 0;
    return {
      ordinal: this.ordinalOf[passage] ?? 0,
      section: this.sections[passage] ?? 0,
      start,
      end: start + (this.lengths[passage] ?? 0),
      tokens: this.tokens[passage] ?? 0,
    };
  }

  /** The passages of an article, which lie side by side: the first, and the one behind the last. */
  passagesOf(ordinal: number): { from: number; to: number } {
    const from = this.firsts[ordinal] ?? 0;
    let to = from;
    while (to < this.count && this.ordinalOf[to] === ordinal) to++;
    return { from, to };
  }

  /** The passages that have a word; null where none has. Throws where the file is damaged. */
  async find({ high, low }: { high: number; low: number }): Promise<PostingList | null> {
    const key = `${high}.${low}`;
    const known = this.cache.get(key);
    if (known) return known;
    const bucket = high >>> (32 - this.header.bucketBits);
    const [from, to] = [this.buckets[bucket] ?? 0, this.buckets[bucket + 1] ?? 0];
    if (from === to) return null;
    const entries = await this.file.read(this.header.wordsAt + from * WORD_BYTES, (to - from) * WORD_BYTES);
    for (let at = 0; at < entries.length; at += WORD_BYTES) {
      if (entries.readUInt32LE(at) !== high || entries.readUInt32LE(at + 4) !== low) continue;
      const list = await this.readList(entries, at);
      this.cache.set(key, list);
      return list;
    }
    return null;
  }

  private async readList(entries: Buffer, at: number): Promise<PostingList> {
    const count = entries.readUInt32LE(at + 8);
    const length = entries.readUInt32LE(at + 12);
    const bytes = await this.file.read(this.header.listsAt + entries.readDoubleLE(at + 16), length);
    if (crc32(bytes) !== entries.readUInt32LE(at + 24)) throw new PassageIndexDamaged();
    return openPostingList(bytes, count, this.count);
  }
}

/** The index is not as it was written. */
export class PassageIndexDamaged extends Error {
  constructor() {
    super('the passages file is damaged');
    this.name = 'PassageIndexDamaged';
  }
}

async function readHead(file: FileHandle): Promise<{ header: PassageFileHeader; columns: Buffer }> {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  await file.read(prefix, 0, PREFIX_BYTES, 0);
  if (prefix.toString('latin1', 0, 8) !== MAGIC) throw new PassageIndexDamaged();
  const headerBytes = prefix.readUInt32LE(8);
  const { size } = await file.stat();
  if (PREFIX_BYTES + headerBytes > size) throw new PassageIndexDamaged();
  const head = Buffer.alloc(headerBytes);
  await file.read(head, 0, headerBytes, PREFIX_BYTES);
  const header = JSON.parse(head.toString('utf8')) as PassageFileHeader;
  const columns = Buffer.from(new ArrayBuffer(header.wordsAt - PREFIX_BYTES - headerBytes));
  const { bytesRead } = await file.read(columns, 0, columns.length, PREFIX_BYTES + headerBytes);
  if (bytesRead !== columns.length || header.version !== FILE_VERSION || header.listsAt > size)
    throw new PassageIndexDamaged();
  let sum = crc32(head);
  for (let at = 0; at < columns.length; at += CHECKED_AT_ONCE) {
    sum = crc32(columns.subarray(at, at + CHECKED_AT_ONCE), sum);
    await nextTurn();
  }
  if (sum !== prefix.readUInt32LE(12)) throw new PassageIndexDamaged();
  return { header, columns };
}
