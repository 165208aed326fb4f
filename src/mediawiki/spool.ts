import { open, type FileHandle } from 'node:fs/promises';

const FLUSH_BYTES = 1 << 18;
const WINDOW_BYTES = 1 << 20;

/**
 * A file of JSON lines that grows while pages arrive and is read back in order of their keys. What `sync` has
 * confirmed survives a kill: the length it returned is where the next run goes on. Of several values of one key the
 * last counts. Memory holds the keys and positions alone.
 */
export class Spool<T> {
  private readonly slots = new Map<number, number>();
  private offsets = new Float64Array(1024);
  private lengths = new Uint32Array(1024);
  private pending: string[] = [];
  private pendingChars = 0;
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly keyOf: (value: T) => number,
    private end: number,
  ) {}

  /** Opens a spool whose first `length` bytes count; anything behind them was never confirmed and is cut off. */
  static async open<T>(path: string, keyOf: (value: T) => number, length = 0): Promise<Spool<T>> {
    const handle = await open(path, length > 0 ? 'r+' : 'w+');
    await handle.truncate(length);
    const spool = new Spool<T>(handle, keyOf, 0);
    await spool.load(length);
    return spool;
  }

  get size(): number {
    return this.slots.size;
  }

  has(key: number): boolean {
    return this.slots.has(key);
  }

  async append(value: T): Promise<void> {
    const line = `${JSON.stringify(value)}\n`;
    this.place(this.keyOf(value), Buffer.byteLength(line));
    this.pending.push(line);
    this.pendingChars += line.length;
    if (this.pendingChars >= FLUSH_BYTES) await this.flush();
  }

  /** Puts everything on the disk and returns the length that is safe there. */
  async sync(): Promise<number> {
    await this.flush();
    await this.handle.datasync();
    return this.end;
  }

  async get(key: number): Promise<T | null> {
    const slot = this.slots.get(key);
    if (slot === undefined) return null;
    await this.flush();
    return JSON.parse((await this.read(slot)).toString('utf8')) as T;
  }

  /** The keys in ascending order. */
  keys(): number[] {
    return [...this.slots.keys()].sort((a, b) => a - b);
  }

  /** The last value of each key, by ascending key. */
  async *values(): AsyncGenerator<T, void, void> {
    await this.flush();
    for (const key of this.keys()) {
      const slot = this.slots.get(key);
      if (slot !== undefined) yield JSON.parse((await this.read(slot)).toString('utf8')) as T;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private place(key: number, length: number): void {
    const slot = this.slots.get(key) ?? this.slots.size;
    if (slot >= this.offsets.length) this.grow();
    this.slots.set(key, slot);
    this.offsets[slot] = this.end;
    this.lengths[slot] = length;
    this.end += length;
  }

  private grow(): void {
    const offsets = new Float64Array(this.offsets.length * 2);
    const lengths = new Uint32Array(this.lengths.length * 2);
    offsets.set(this.offsets);
    lengths.set(this.lengths);
    this.offsets = offsets;
    this.lengths = lengths;
  }

  private async flush(): Promise<void> {
    if (this.pending.length === 0) return;
    const chunk = Buffer.from(this.pending.join(''));
    this.pending = [];
    this.pendingChars = 0;
    for (let at = 0, from = this.end - chunk.length; at < chunk.length;) {
      at += (await this.handle.write(chunk, at, chunk.length - at, from + at)).bytesWritten;
    }
    this.windowStart = 0;
    this.window = Buffer.alloc(0);
  }

  /** Values mostly lie in the order in which they are asked for: one read brings many. */
  private async read(slot: number): Promise<Buffer> {
    const offset = this.offsets[slot] ?? 0;
    const length = this.lengths[slot] ?? 0;
    if (offset < this.windowStart || offset + length > this.windowStart + this.window.length) {
      this.window = await this.readAt(offset, Math.max(WINDOW_BYTES, length));
      this.windowStart = offset;
    }
    return this.window.subarray(offset - this.windowStart, offset - this.windowStart + length);
  }

  private async readAt(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
      const { bytesRead } = await this.handle.read(buffer, got, length - got, offset + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return buffer.subarray(0, got);
  }

  /** Finds the values that an earlier run left. */
  private async load(length: number): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for (let at = 0; at < length;) {
      const chunk = await this.readAt(at, Math.min(WINDOW_BYTES, length - at));
      if (chunk.length === 0) break;
      at += chunk.length;
      const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, from)) {
        this.place(this.keyOf(JSON.parse(text.toString('utf8', from, end)) as T), end + 1 - from);
        from = end + 1;
      }
      rest = Buffer.from(text.subarray(from));
    }
  }
}
