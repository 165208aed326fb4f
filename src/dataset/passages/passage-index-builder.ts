import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { ArticleText } from '../../universe/section';
import { FileWriter } from '../rows-file';
import { cutPassages } from './cut-passages';
import { packPostings } from './pack-postings';
import {
  align,
  FILE_VERSION,
  MAGIC,
  PREFIX_BYTES,
  WEIGHT_STEPS,
  WORD_BYTES,
  WORDS_IN_BUCKET,
  type PassageFileHeader,
} from './passage-file';
import { eachWord } from './text-words';

/** How much a word counts in a passage that stands in a title or a heading above it. */
const TITLE_WEIGHT = 3;
const HEADING_WEIGHT = 3;
/** BM25's saturation, how much the length of a passage counts, and the words of a usual one. */
const K1 = 1.2;
const B = 0.5;
const USUAL_WORDS = 70;
/** Postings that are kept before they are sorted and written to the scratch file. */
const RUN_POSTINGS = 8 << 20;
const NO_WORD = -1;

/** Postings of a stretch of passages, sorted by word, in the scratch file. */
interface Run {
  offset: number;
  /** Of each word that was known then: where its postings begin, in postings. */
  starts: Uint32Array;
}

/** Collects the passages of articles in input order and writes the passages file. */
export class PassageIndexBuilder {
  private readonly scratchPath: string;
  private readonly scratch: FileWriter;
  private scratchBytes = 0;
  private readonly words = new WordNumbers();
  private readonly runs: Run[] = [];
  private wordOf = new Uint32Array(1 << 16);
  private posting = new Uint32Array(1 << 16);
  private postings = 0;
  private readonly seqs = new Column(4);
  private readonly starts = new Column(4);
  private readonly lengths = new Column(2);
  private readonly sections = new Column(2);
  private readonly tokens = new Column(2);
  private passages = 0;
  /** By word: the sum of weights in the passage at hand; reset by `touched`. */
  private weights = new Float32Array(1 << 16);
  private readonly touched: number[] = [];
  private bodyWords = 0;
  private weight = 1;

  constructor(private readonly path: string) {
    this.scratchPath = `${path}.scratch`;
    this.scratch = new FileWriter(this.scratchPath);
  }

  /** Takes the text of the article with a sequence number, which only grows. */
  add(seq: number, title: string, text: ArticleText): void {
    const name = Buffer.from(title);
    let sectionStart = 0;
    text.sections.forEach(({ heading, text: markdown }, index) => {
      const bytes = Buffer.from(markdown);
      const head = Buffer.from(heading);
      for (const { start, end, tokens } of cutPassages(markdown)) {
        this.seqs.push(seq);
        this.starts.push(sectionStart + start);
        this.lengths.push(end - start);
        this.sections.push(Math.min(index, 0xffff));
        this.tokens.push(tokens);
        this.count(bytes, 1, start, end);
        const body = this.bodyWords;
        this.count(name, TITLE_WEIGHT);
        this.count(head, HEADING_WEIGHT);
        this.endPassage(body);
      }
      sectionStart += bytes.length;
    });
  }

  /** Writes the file; `ordinalOf` gives the ordinal of each sequence number. */
  finish(ordinalOf: Uint32Array): void {
    this.endRun();
    this.scratch.flush();
    const columns = {
      ordinal: Buffer.from(this.seqs.u32().map((seq) => ordinalOf[seq]!).buffer),
      start: this.starts.bytes(),
      length: this.lengths.bytes(),
      section: this.sections.bytes(),
      tokens: this.tokens.bytes(),
    };
    const lists = this.writeLists();
    const { entries, buckets, bucketBits } = this.wordEntries(lists);
    this.writeFile({ ...columns, buckets }, entries, bucketBits, lists.bytes);
  }

  /** Removes what only the building needed. */
  close(): void {
    this.scratch.close();
    for (const path of [this.scratchPath, this.listsPath]) rmSync(path, { force: true });
  }

  private get listsPath(): string {
    return `${this.path}.lists.scratch`;
  }

  private count(bytes: Buffer, weight: number, from = 0, to = bytes.length): void {
    this.weight = weight;
    eachWord(bytes, this, from, to);
  }

  word(high: number, low: number): void {
    const number = this.words.numberOf(high, low);
    if (number >= this.weights.length) this.weights = grown(this.weights, Float32Array);
    if (this.weights[number] === 0) this.touched.push(number);
    this.weights[number]! += this.weight;
    this.bodyWords++;
  }

  private endPassage(bodyWords: number): void {
    const norm = K1 * (1 - B + (B * bodyWords) / USUAL_WORDS);
    for (const word of this.touched) {
      const weight = this.weights[word]!;
      const saturated = weight / (weight + norm);
      this.weights[word] = 0;
      const step = Math.min(WEIGHT_STEPS - 1, Math.floor(saturated * WEIGHT_STEPS));
      if (this.postings === this.posting.length) {
        this.wordOf = grown(this.wordOf, Uint32Array);
        this.posting = grown(this.posting, Uint32Array);
      }
      this.wordOf[this.postings] = word;
      this.posting[this.postings++] = this.passages * WEIGHT_STEPS + step;
    }
    this.touched.length = 0;
    this.bodyWords = 0;
    this.passages++;
    if (this.postings >= RUN_POSTINGS) this.endRun();
  }

  /** Sorts the postings at hand by word, which keeps the order of passages, and writes them to the scratch file. */
  private endRun(): void {
    if (this.postings === 0) return;
    const starts = new Uint32Array(this.words.size + 1);
    for (let i = 0; i < this.postings; i++) starts[this.wordOf[i]! + 1]!++;
    for (let word = 0; word < this.words.size; word++) starts[word + 1]! += starts[word]!;
    const next = starts.slice();
    const sorted = new Uint32Array(this.postings);
    for (let i = 0; i < this.postings; i++) sorted[next[this.wordOf[i]!]!++] = this.posting[i]!;
    this.runs.push({ offset: this.scratchBytes, starts });
    const bytes = Buffer.from(sorted.buffer);
    this.scratch.write(bytes);
    this.scratch.flush();
    this.scratchBytes += bytes.length;
    this.postings = 0;
  }

  /** Writes the posting list of each word, in the order of their numbers. */
  private writeLists(): Lists {
    const { size } = this.words;
    const lists: Lists = {
      counts: new Uint32Array(size),
      lengths: new Uint32Array(size),
      sums: new Uint32Array(size),
      bytes: 0,
    };
    const fd = openSync(this.scratchPath, 'r');
    const file = new FileWriter(this.listsPath);
    try {
      const readers = this.runs.map((run) => new RunReader(fd, run));
      for (let word = 0; word < size; word++) {
        const postings = joined(readers.map((reader) => reader.take(word)));
        const bytes = packPostings(postings, this.passages);
        lists.counts[word] = postings.length;
        lists.lengths[word] = bytes.length;
        lists.sums[word] = crc32(bytes);
        lists.bytes += bytes.length;
        file.write(bytes);
      }
      file.flush();
    } finally {
      file.close();
      closeSync(fd);
    }
    return lists;
  }

  /** The entries of all words by their hash, and where each bucket of them begins. */
  private wordEntries({ counts, lengths, sums }: Lists): { entries: Buffer; buckets: Buffer; bucketBits: number } {
    const { size, highs, lows } = this.words;
    const order = new Uint32Array(size).map((_, word) => word);
    order.sort((a, b) => highs[a]! - highs[b]! || lows[a]! - lows[b]!);
    const offsets = new Float64Array(size + 1);
    for (let word = 0; word < size; word++) offsets[word + 1] = offsets[word]! + lengths[word]!;
    const bucketBits = Math.max(1, Math.min(24, Math.ceil(Math.log2(Math.max(2, size / WORDS_IN_BUCKET)))));
    const buckets = new Uint32Array(2 ** bucketBits + 1);
    const entries = Buffer.alloc(size * WORD_BYTES);
    order.forEach((word, place) => {
      const at = place * WORD_BYTES;
      entries.writeUInt32LE(highs[word]!, at);
      entries.writeUInt32LE(lows[word]!, at + 4);
      entries.writeUInt32LE(counts[word]!, at + 8);
      entries.writeUInt32LE(lengths[word]!, at + 12);
      entries.writeDoubleLE(offsets[word]!, at + 16);
      entries.writeUInt32LE(sums[word]!, at + 24);
      buckets[(highs[word]! >>> (32 - bucketBits)) + 1]!++;
    });
    for (let i = 1; i < buckets.length; i++) buckets[i]! += buckets[i - 1]!;
    return { entries, buckets: Buffer.from(buckets.buffer), bucketBits };
  }

  private writeFile(columns: Record<string, Buffer>, entries: Buffer, bucketBits: number, listBytes: number): void {
    const places: PassageFileHeader['columns'] = [];
    let end = 0;
    for (const [name, { length }] of Object.entries(columns)) {
      places.push({ name, offset: end, bytes: length });
      end = align(end + length);
    }
    const headerOf = (wordsAt: number, listsAt: number): PassageFileHeader => ({
      version: FILE_VERSION,
      passages: this.passages,
      words: this.words.size,
      bucketBits,
      columns: places,
      wordsAt,
      listsAt,
    });
    const widest = Buffer.byteLength(JSON.stringify(headerOf(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)));
    const columnsAt = align(PREFIX_BYTES + widest);
    const wordsAt = columnsAt + end;
    const header = JSON.stringify(headerOf(wordsAt, wordsAt + entries.length)).padEnd(columnsAt - PREFIX_BYTES);
    const body = Buffer.concat([
      Buffer.from(header),
      ...Object.values(columns).flatMap((column) => [column, Buffer.alloc(align(column.length) - column.length)]),
    ]);
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.write(MAGIC, 'latin1');
    prefix.writeUInt32LE(header.length, 8);
    prefix.writeUInt32LE(crc32(body), 12);
    const file = new FileWriter(this.path);
    try {
      for (const bytes of [prefix, body, entries]) if (bytes.length > 0) file.write(bytes);
      file.flush();
      this.copyLists(file, listBytes);
    } finally {
      file.close();
    }
  }

  private copyLists(file: FileWriter, listBytes: number): void {
    const fd = openSync(this.listsPath, 'r');
    try {
      for (let at = 0; at < listBytes;) {
        const piece = Buffer.alloc(Math.min(1 << 20, listBytes - at));
        at += readSync(fd, piece, 0, piece.length, at);
        file.write(piece);
        file.flush();
      }
    } finally {
      closeSync(fd);
    }
  }
}

interface Lists {
  counts: Uint32Array;
  lengths: Uint32Array;
  sums: Uint32Array;
  bytes: number;
}

/** Reads a run from front to back, word by word. */
class RunReader {
  private window = new Uint32Array(0);
  private windowStart = 0;

  constructor(
    private readonly fd: number,
    private readonly run: Run,
  ) {}

  take(word: number): Uint32Array {
    const { starts, offset } = this.run;
    // Words that came later are not in it.
    if (word + 1 >= starts.length) return new Uint32Array(0);
    const [from, to] = [starts[word]!, starts[word + 1]!];
    if (to > this.windowStart + this.window.length) {
      const total = starts.at(-1)!;
      const bytes = Buffer.alloc(4 * Math.min(total - from, Math.max(to - from, 1 << 16)));
      readSync(this.fd, bytes, 0, bytes.length, offset + 4 * from);
      this.window = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      this.windowStart = from;
    }
    return this.window.subarray(from - this.windowStart, to - this.windowStart);
  }
}

/** Numbers words in the order in which they come, by the two hashes: a table with open addressing. */
class WordNumbers {
  size = 0;
  highs = new Uint32Array(1 << 15);
  lows = new Uint32Array(1 << 15);
  private table = new Int32Array(1 << 16).fill(NO_WORD);

  numberOf(high: number, low: number): number {
    const mask = this.table.length - 1;
    let slot = (high ^ (low >>> 7)) & mask;
    for (let number = this.table[slot]!; number !== NO_WORD; number = this.table[slot]!) {
      if (this.highs[number] === high && this.lows[number] === low) return number;
      slot = (slot + 1) & mask;
    }
    if (this.size === this.highs.length) {
      this.grow();
      return this.numberOf(high, low);
    }
    this.highs[this.size] = high;
    this.lows[this.size] = low;
    this.table[slot] = this.size;
    return this.size++;
  }

  private grow(): void {
    this.highs = grown(this.highs, Uint32Array);
    this.lows = grown(this.lows, Uint32Array);
    this.table = new Int32Array(this.highs.length * 2).fill(NO_WORD);
    const mask = this.table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = (this.highs[number]! ^ (this.lows[number]! >>> 7)) & mask;
      while (this.table[slot] !== NO_WORD) slot = (slot + 1) & mask;
      this.table[slot] = number;
    }
  }
}

/** Numbers that are appended. */
class Column {
  private values: Uint16Array | Uint32Array;
  private length = 0;

  constructor(private readonly width: 2 | 4) {
    this.values = width === 2 ? new Uint16Array(1024) : new Uint32Array(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = this.width === 2 ? new Uint16Array(2 * this.length) : new Uint32Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  u32(): Uint32Array {
    return Uint32Array.from(this.values.subarray(0, this.length));
  }

  bytes(): Buffer {
    const { buffer } = this.values.slice(0, this.length);
    return Buffer.from(buffer);
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const [first = new Uint32Array(0)] = parts;
  if (parts.length <= 1) return first;
  const whole = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function grown<T extends Uint32Array | Float32Array>(values: T, type: new (length: number) => T): T {
  const larger = new type(values.length * 2);
  larger.set(values);
  return larger;
}
