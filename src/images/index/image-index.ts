import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ImageFormat } from '../image-format';
import type { ImageJournal, JournalFactory } from './image-journal';
import type { FailedImage, ImageChange, StoredImage } from './image-record';

const REVISION_EVERY_MS = 1000;
/** Entries of a long list between which other work gets its turn. */
const SLICE = 1000;

export interface ImageIndexOptions {
  journal: JournalFactory;
  now?: () => number;
}

/** What is known of every image, in memory by hash, and in a journal for the next start and for other processes. */
export class ImageIndex {
  private readonly records = new Map<string, StoredImage | FailedImage>();
  /** When images went, so that an older line about one of them is known as such. */
  private readonly removedAt = new LRUCache<string, number>({ max: 10_000 });
  private readonly listeners = new Set<(change: ImageChange) => void>();
  private readonly journal: ImageJournal;
  private readonly formats = new Map<ImageFormat, number>();
  private readonly digest = new Uint32Array(4);
  private readonly now: () => number;
  /** Of all originals, and of those that nobody but the proxy asked for. */
  bytes = 0;
  proxiedBytes = 0;
  private isLoaded = false;
  private lastStamp = 0;
  private revisionValue = '';
  private revisionAt = 0;

  constructor({ journal, now = Date.now }: ImageIndexOptions) {
    this.now = now;
    this.journal = journal((change) => this.onLine(change));
  }

  /** Takes up what earlier runs left. */
  async load(): Promise<void> {
    await this.journal.read();
    this.isLoaded = true;
    const isCurrent = ({ record }: ImageChange) => this.records.get(record.hash)?.updatedAt === record.updatedAt;
    await this.journal.compact(isCurrent, this.records.size);
  }

  /** Takes over what other processes changed, and writes what this one did. */
  async sync(): Promise<void> {
    await this.journal.flush();
    await this.journal.read();
  }

  find(hash: string): StoredImage | FailedImage | null {
    return this.records.get(hash) ?? null;
  }

  findStored(hash: string): StoredImage | null {
    const record = this.records.get(hash);
    return record?.state === 'valid' ? record : null;
  }

  /** Every record, in parts between which other work gets its turn. */
  async *list(): AsyncGenerator<StoredImage | FailedImage> {
    let count = 0;
    for (const record of this.records.values()) {
      if (++count % SLICE === 0) await nextTurn();
      yield record;
    }
  }

  /** Applies a change, tells the listeners, and has it written. */
  write(change: ImageChange): void {
    this.apply(change);
    this.journal.append(change);
    for (const listener of this.listeners) listener(change);
  }

  /** Called with every change, also of other processes; returns what ends it. */
  onChange(listener: (change: ImageChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The moment for a new record: strictly growing, so that of two lines about one image the later wins. */
  stamp(): number {
    this.lastStamp = Math.max(this.now(), this.lastStamp + 0.001);
    return this.lastStamp;
  }

  get files(): number {
    return [...this.formats.values()].reduce((sum, count) => sum + count, 0);
  }

  byFormat(): Partial<Record<ImageFormat, number>> {
    return Object.fromEntries([...this.formats].filter(([, count]) => count > 0));
  }

  /** Changes with the set of stored images, at most once a second; the same for the same set, on every machine. */
  get revision(): string {
    if (!this.isLoaded) return '';
    const now = this.now();
    if (this.revisionValue === '' || Math.abs(now - this.revisionAt) >= REVISION_EVERY_MS) {
      this.revisionValue = [...this.digest, this.files].map((word) => word.toString(16).padStart(8, '0')).join('');
      this.revisionAt = now;
    }
    return this.revisionValue;
  }

  /** A line of the journal: news of another process, of an earlier start, or our own. */
  private onLine(change: ImageChange): void {
    const { hash, updatedAt } = change.record;
    const knownAt = this.records.get(hash)?.updatedAt ?? this.removedAt.get(hash) ?? 0;
    if (updatedAt <= knownAt) return;
    this.apply(change);
    if (this.isLoaded) for (const listener of this.listeners) listener(change);
  }

  private apply({ record }: ImageChange): void {
    const before = this.findStored(record.hash);
    if (before) this.count(before, -1);
    if (record.state === 'removed') {
      this.records.delete(record.hash);
      this.removedAt.set(record.hash, record.updatedAt);
    } else this.records.set(record.hash, record);
    if (record.state === 'valid') this.count(record, 1);
  }

  private count(image: StoredImage, by: 1 | -1): void {
    const { hash, sha256, format, bytes, kind } = image;
    this.bytes += by * bytes;
    if (kind === 'proxied') this.proxiedBytes += by * bytes;
    this.formats.set(format, (this.formats.get(format) ?? 0) + by);
    for (let i = 0; i < 4; i++) {
      const name = Number.parseInt(hash.slice(i * 8, i * 8 + 8), 16);
      const content = Number.parseInt(sha256.slice(i * 8, i * 8 + 8), 16);
      // Multiplied, not only xored, so that two images that swap their contents are another set.
      this.digest[i]! ^= Math.imul(name ^ 0x9e3779b1, content | 1);
    }
  }
}
