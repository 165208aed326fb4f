import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDetails } from './image-record';
import type { JournalPlace } from './image-table';
import { openFile, type Disk } from './disk';
import { formatLine, parseLine, type JournalEntry } from './journal-line';

const FILE_NAME = 'images.jsonl';
const CHUNK_BYTES = 256 * 1024;
const FLUSH_AFTER_MS = 200;
/** Lines that a full disk keeps from being written; beyond them the files themselves are found again at the next start. */
const MAX_UNWRITTEN = 20_000;

/** Up to where a journal has been read. */
export interface JournalMark {
  id: string;
  bytes: number;
}

export interface JournalOptions {
  folder: string;
  disk: Disk;
  /** Called for every line, also for those that this process wrote. */
  onEntry(entry: JournalEntry, place: JournalPlace): void;
}

/**
 * What happened to which image, one JSON line each, only ever appended: the memory that needs no database. Several
 * processes may share it, each reads what the others wrote. A line that is lost costs nothing but decoding a file again.
 */
export class ImageJournal {
  private id = '';
  private reader: FileHandle | null = null;
  private writer: FileHandle | null = null;
  private inode = 0;
  private consumed = 0;
  private unwritten: string[] = [];
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly options: JournalOptions) {}

  /** Opens or makes the journal and reads what follows the mark, or all of it where the mark is another journal's. */
  open(mark: JournalMark | null): Promise<void> {
    return this.serially(async () => {
      await this.openFiles();
      if (mark && mark.id === this.id && mark.bytes <= (await this.size())) this.consumed = mark.bytes;
      await this.readOn();
    });
  }

  mark(): JournalMark {
    return { id: this.id, bytes: this.consumed };
  }

  append(entry: JournalEntry): void {
    if (this.unwritten.length < MAX_UNWRITTEN) this.unwritten.push(formatLine(entry));
    this.timer ??= setTimeout(() => {
      this.timer = null;
      // What a full disk refuses is tried again with the next line.
      this.flush().catch(() => undefined);
    }, FLUSH_AFTER_MS).unref();
  }

  /** Writes what was appended, and reads it back so that its places are known. */
  flush(): Promise<void> {
    return this.serially(async () => {
      await this.write();
      await this.readOn();
    });
  }

  /** Reads what other processes have appended since. */
  poll(): Promise<void> {
    return this.serially(async () => {
      if (await this.wasReplaced()) await this.openFiles();
      await this.readOn();
    });
  }

  /** What a line says beside the record. */
  async details(place: JournalPlace): Promise<ImageDetails | null> {
    if (!this.reader) return null;
    const line = Buffer.alloc(place.length);
    const { bytesRead } = await this.reader.read(line, 0, place.length, place.offset);
    return parseLine(line.toString('utf8', 0, bytesRead))?.details ?? null;
  }

  /** Rewrites the journal with only the lines that `isCurrent`; given up where another process writes meanwhile. */
  compact(isCurrent: (entry: JournalEntry, place: JournalPlace) => boolean): Promise<void> {
    return this.serially(async () => {
      await this.write();
      await this.readOn();
      const temporary = join(this.options.folder, `${randomBytes(16).toString('hex')}.tmp`);
      const out = await this.options.disk.open(temporary, 'wx', 0o644);
      try {
        await out.writeFile(headerLine());
        for await (const lines of this.lines(0)) {
          const kept = lines.filter(({ entry, place }) => entry && isCurrent(entry, place));
          if (kept.length > 0) await out.writeFile(kept.map(({ text }) => `${text}\n`).join(''));
        }
        await out.sync();
        if ((await this.size()) !== this.consumed) return;
        await this.options.disk.rename(temporary, this.path);
      } finally {
        await out.close();
        await this.options.disk.unlink(temporary).catch(() => undefined);
      }
      await this.openFiles();
      await this.readOn();
    });
  }

  async close(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.flush().catch(() => undefined);
    await this.serially(() => this.closeFiles());
  }

  private get path(): string {
    return join(this.options.folder, FILE_NAME);
  }

  /** One operation at a time: each leaves files and counters in step. */
  private serially(operation: () => Promise<void>): Promise<void> {
    const result = this.working.then(operation);
    this.working = result.catch(() => undefined);
    return result;
  }

  private async openFiles(): Promise<void> {
    await this.closeFiles();
    const { disk } = this.options;
    this.writer = await disk.open(this.path, 'a', 0o644);
    this.reader = (await openFile(disk, this.path))?.handle ?? null;
    if (!this.reader) throw new Error('the image journal is no regular file');
    const stat = await this.reader.stat();
    this.inode = stat.ino;
    this.consumed = 0;
    if (stat.size === 0) await this.writer.writeFile(headerLine());
    else await this.endTornLine(stat.size);
    this.id = await this.readId();
  }

  private async closeFiles(): Promise<void> {
    await this.reader?.close();
    await this.writer?.close();
    this.reader = this.writer = null;
  }

  private async wasReplaced(): Promise<boolean> {
    const found = await this.options.disk.lstat(this.path).catch(() => null);
    return found?.ino !== this.inode;
  }

  private async size(): Promise<number> {
    return (await this.reader!.stat()).size;
  }

  private async endTornLine(size: number): Promise<void> {
    const last = Buffer.alloc(1);
    await this.reader!.read(last, 0, 1, size - 1);
    if (last[0] !== 0x0a) await this.writer!.writeFile('\n');
  }

  private async readId(): Promise<string> {
    const head = Buffer.alloc(64);
    const { bytesRead } = await this.reader!.read(head, 0, 64, 0);
    return /^\{"journal":"([0-9a-f]+)"\}\n/.exec(head.toString('latin1', 0, bytesRead))?.[1] ?? '';
  }

  private async write(): Promise<void> {
    if (this.unwritten.length === 0 || !this.writer) return;
    const lines = this.unwritten;
    this.unwritten = [];
    try {
      await this.writer.writeFile(`${lines.join('\n')}\n`);
    } catch (error) {
      this.unwritten = [...lines, ...this.unwritten].slice(0, MAX_UNWRITTEN);
      throw error;
    }
  }

  private async readOn(): Promise<void> {
    for await (const lines of this.lines(this.consumed)) {
      for (const { entry, place } of lines) {
        if (entry) this.options.onEntry(entry, place);
        this.consumed = place.offset + place.length + 1;
      }
    }
  }

  /** The whole lines from an offset on, a chunk at a time so that other work gets its turn. */
  private async *lines(from: number) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let offset = from; this.reader;) {
      const { bytesRead } = await this.reader.read(chunk, 0, CHUNK_BYTES, offset);
      const end = chunk.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      // A line longer than a chunk is not ours: it is passed over.
      if (end === 0 && bytesRead < CHUNK_BYTES) return;
      yield splitLines(chunk.subarray(0, end), offset);
      offset += end || bytesRead;
    }
  }
}

function splitLines(bytes: Buffer, offset: number) {
  const lines: { text: string; entry: JournalEntry | null; place: JournalPlace }[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const text = bytes.toString('utf8', start, end);
    lines.push({ text, entry: parseLine(text), place: { offset: offset + start, length: end - start } });
    start = end + 1;
  }
  return lines;
}

function headerLine(): string {
  return `{"journal":"${randomBytes(16).toString('hex')}"}\n`;
}
