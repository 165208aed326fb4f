import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DecoderPool } from '../decoder/decoder-pool';
import type { Inspection } from '../decoder/decoder-messages';
import type { ImageFailure } from '../image-failure';
import type { ImageFormat } from '../image-format';
import { ChangeFeed, type ChangeListener } from './change-feed';
import { systemDisk, type Disk } from './disk';
import { ImageFolder, type Draft } from './image-folder';
import { ImageJournal } from './image-journal';
import type { FailedImage, ImageDetails, ImageKind, ImageRecord, StoredImage } from './image-record';
import { hashOf } from './image-record';
import { ImageTable, type JournalPlace } from './image-table';
import { ImageTotals } from './image-totals';
import { readSnapshot, writeSnapshot } from './table-snapshot';
import { VariantFolder } from './variant-folder';

export interface ImageStoreOptions {
  dir: string;
  decoders: Pick<DecoderPool, 'inspect'>;
  /** Above it, variants and proxied images that were not seen for longest go; 0: no limit. */
  maxBytes?: number;
  /** How often to look for what other processes stored. */
  pollMs?: number;
  /** Age at which temporary files are leftovers. */
  sweepAgeMs?: number;
  disk?: Disk;
  now?: () => number;
}

export interface ImageStats {
  files: number;
  bytes: number;
  by_format: Partial<Record<ImageFormat, number>>;
}

const REVISION_EVERY_MS = 1000;
/** Journals shorter than this are not worth rewriting. */
const COMPACT_ABOVE_BYTES = 4 * 1024 * 1024;
const DELETE_WHOLESALE_ABOVE = 500;
/** Entries of a long list between which other work gets its turn. */
const SLICE = 1000;
const log = new Logger('images');

/**
 * The images on disk. Only what was decoded whole counts; what is known of each is in memory, so that `has` and `meta`
 * are cheap enough to be asked for every article of a list.
 */
export class ImageStore {
  readonly folder: ImageFolder;
  readonly variants: VariantFolder;
  private readonly disk: Disk;
  private readonly now: () => number;
  private readonly journal: ImageJournal;
  private readonly feed = new ChangeFeed();
  private table = new ImageTable();
  private totals = new ImageTotals();
  /** Files on disk that nothing is known of yet. */
  private readonly unknown = new Set<string>();
  private loading: Promise<void> | null = null;
  private scanning: Promise<void> = Promise.resolve();
  private isLoaded = false;
  private timer: NodeJS.Timeout | null = null;
  private lastStamp = 0;
  private evicting: Promise<void> | null = null;
  private revisionValue = '';
  private revisionAt = 0;

  constructor(private readonly options: ImageStoreOptions) {
    this.disk = options.disk ?? systemDisk;
    this.now = options.now ?? Date.now;
    this.folder = new ImageFolder(options.dir, this.disk);
    this.variants = new VariantFolder(options.dir, this.disk, (options.maxBytes ?? 0) > 0, this.now);
    this.journal = new ImageJournal({
      folder: this.stateFolder,
      disk: this.disk,
      onEntry: ({ record, details }, place) => this.onJournal(record, details, place),
    });
  }

  /** Takes up what earlier runs left; the same promise for every caller. `has` answers from then on. */
  load(): Promise<void> {
    this.loading ??= this.open();
    return this.loading;
  }

  /** Resolves when the folder itself has been compared with what is known, after `load`. */
  async scanned(): Promise<void> {
    await this.load();
    await this.scanning;
  }

  /** Is the image of this URL on disk, whole? */
  has(url: string): boolean {
    return this.table.isValid(hashOf(url));
  }

  /** What is known of the image of this URL; null where it is not on disk. */
  meta(url: string): StoredImage | null {
    const record = this.table.get(hashOf(url));
    return record?.state === 'valid' ? record : null;
  }

  /** Why there is no image of this URL, where that was found out. */
  failure(url: string): FailedImage | null {
    const record = this.table.get(hashOf(url));
    return record?.state === 'failed' ? record : null;
  }

  /** URL, validators and words from the journal. */
  async details(url: string): Promise<ImageDetails | null> {
    const hash = hashOf(url);
    if (!this.table.place(hash)) await this.journal.flush();
    const place = this.table.place(hash);
    const details = place && (await this.journal.details(place));
    // A place in a journal that another process has rewritten meanwhile leads to another line.
    return details?.url === url ? details : null;
  }

  /** Changes with the set of valid images, at most once a second; the same for the same set. */
  get revision(): string {
    const now = this.now();
    if (!this.isLoaded) return '';
    if (this.revisionValue === '' || Math.abs(now - this.revisionAt) >= REVISION_EVERY_MS) {
      this.revisionValue = this.totals.digest();
      this.revisionAt = now;
    }
    return this.revisionValue;
  }

  /** Originals; variants can be made again and do not count. */
  stats(): ImageStats {
    return { files: this.totals.files, bytes: this.totals.bytes, by_format: this.totals.byFormat() };
  }

  /** Called with batches of changes, also of those that other processes made; returns what ends it. */
  onChange(listener: ChangeListener): () => void {
    return this.feed.subscribe(listener);
  }

  /** Every valid or failed record. */
  records(): Iterable<StoredImage | FailedImage> {
    return this.table.records();
  }

  /** Publishes a verified draft as the image of a URL. */
  async publish(
    url: string,
    draft: Draft,
    inspection: Inspection,
    kind: ImageKind,
    details: Partial<ImageDetails> = {},
  ) {
    const hash = hashOf(url);
    await this.folder.publish(draft, hash);
    return this.store(url, inspection, kind, details);
  }

  /** A file of an earlier version, or one whose record was lost: counts after a full decode, else it is removed. */
  async adopt(url: string, kind: ImageKind): Promise<StoredImage | null> {
    const hash = hashOf(url);
    const file = await this.folder.open(hash);
    if (!file) return null;
    await file.handle.close();
    try {
      const inspection = await this.options.decoders.inspect(this.folder.originalPath(hash));
      return this.store(url, inspection, kind, {});
    } catch (error) {
      if (!isVerdict(error)) throw error;
      log.warn({ msg: 'stored image is damaged, removed', hash });
      await this.folder.remove(hash);
      return null;
    } finally {
      this.unknown.delete(hash);
    }
  }

  /** Might there be a file of this URL that nothing is known of? Only a hint until the folder has been scanned. */
  mayAdopt(url: string): boolean {
    return this.unknown.has(hashOf(url));
  }

  /** A proxied image that an article shows is kept like the others. */
  promote(url: string): void {
    const image = this.meta(url);
    if (image?.kind === 'proxied') this.write({ ...image, kind: 'article', updatedAt: this.stamp() }, { url });
  }

  /** The host says that what is stored still holds. */
  async confirm(url: string): Promise<void> {
    const details = await this.details(url);
    const image = this.meta(url);
    if (image) this.write({ ...image, fetchedAt: this.now(), updatedAt: this.stamp() }, { ...details, url });
  }

  /** Remembers a failure, and when it may be tried again; an image that is there stays. */
  fail(url: string, failure: ImageFailure, attempts: number, nextTryAt: number): void {
    const hash = hashOf(url);
    if (this.table.isValid(hash)) return;
    const { reason, message } = failure;
    const record: FailedImage = { state: 'failed', hash, reason, attempts, nextTryAt, updatedAt: this.stamp() };
    this.write(record, { url, message });
  }

  /** Forgets all remembered failures, so that everything is tried again. */
  forgetFailures(): number {
    const failed = [...this.table.records()].filter((record) => record.state === 'failed');
    for (const { hash } of failed) this.forget(hash);
    return failed.length;
  }

  /** The file of a record has vanished, or does not hold what it should. */
  forget(hash: string, url: string | null = null): void {
    this.write({ state: 'removed', hash, updatedAt: this.stamp() }, { url });
  }

  /** Somebody looked at it: it is evicted last. */
  touch(hash: string): void {
    this.table.touch(hash, this.now());
  }

  /** Removes images and their variants from disk and memory; returns how many there were. */
  async deleteAll(urls: Iterable<string>): Promise<number> {
    await this.load();
    const byHash = new Map([...urls].map((url) => [hashOf(url), url]));
    const isWholesale = byHash.size > DELETE_WHOLESALE_ABOVE;
    if (isWholesale) await this.variants.clear();
    let deleted = 0;
    for (const [hash, url] of byHash) {
      const record = this.table.get(hash);
      if (record?.state === 'valid' && !isWholesale) {
        await this.variants.removeAllOf(record.sha256);
      }
      if (await this.folder.remove(hash)) deleted += 1;
      this.unknown.delete(hash);
      if (record && record.state !== 'removed') this.forget(hash, url);
    }
    await this.journal.flush();
    return deleted;
  }

  /** Removes what was not seen for longest until the cap holds; article images are never touched. */
  enforceCap(): Promise<void> {
    const maxBytes = this.options.maxBytes ?? 0;
    if (maxBytes === 0 || this.totals.bytes + this.variants.bytes <= maxBytes) return Promise.resolve();
    this.evicting ??= this.evict(maxBytes).finally(() => (this.evicting = null));
    return this.evicting;
  }

  /** Writes what is waiting to disk, and the index for a fast start. */
  async save(): Promise<void> {
    await this.journal.flush();
    this.feed.flush();
    const { table, totals } = this;
    await writeSnapshot(this.disk, this.stateFolder, { table, totals, mark: this.journal.mark() });
  }

  async close(): Promise<void> {
    if (!this.loading) return;
    if (this.timer) clearInterval(this.timer);
    await this.loading.catch(() => undefined);
    await this.scanning;
    await this.save().catch(() => log.warn({ msg: 'image index not written' }));
    await this.journal.close();
  }

  private get stateFolder(): string {
    return join(this.options.dir, '.state');
  }

  private async open(): Promise<void> {
    await this.disk.mkdir(this.stateFolder, { recursive: true });
    const snapshot = await readSnapshot(this.disk, this.stateFolder);
    if (snapshot) ({ table: this.table, totals: this.totals } = snapshot);
    await this.journal.open(snapshot?.mark ?? null);
    this.isLoaded = true;
    this.scanning = this.scan().catch(() => log.warn({ msg: 'image folder could not be read' }));
    this.timer = setInterval(() => void this.poll(), this.options.pollMs ?? 1000).unref();
  }

  private async poll(): Promise<void> {
    // A journal that cannot be read now is read at the next turn.
    await this.journal.poll().catch(() => undefined);
  }

  /** Compares the folder with what is known: vanished files are forgotten, unknown ones may be adopted. */
  private async scan(): Promise<void> {
    const began = this.stamp();
    const seen = new Uint8Array(this.table.size);
    const names = await this.folder.list(this.options.sweepAgeMs ?? 600_000, this.now());
    for (const [index, hash] of names.entries()) {
      if (index % SLICE === SLICE - 1) await nextTurn();
      const row = this.table.isValid(hash) ? this.table.rowOf(hash) : -1;
      if (row >= 0) seen[row] = 1;
      else this.unknown.add(hash);
    }
    for (let row = 0; row < seen.length; row++) {
      if (row % SLICE === SLICE - 1) await nextTurn();
      // What was stored since the folder was listed is not in the list.
      const vanished = seen[row] === 1 ? null : this.table.validBefore(row, began);
      if (vanished !== null) this.forget(vanished, await this.urlOf(vanished));
    }
    await this.variants.load();
    await this.compactIfWorthIt();
    await this.enforceCap();
  }

  private async compactIfWorthIt(): Promise<void> {
    const { bytes } = this.journal.mark();
    if (bytes < COMPACT_ABOVE_BYTES || bytes < this.table.size * 1000) return;
    await this.journal.compact(({ record }, place) => this.table.place(record.hash)?.offset === place.offset);
    await this.save();
  }

  private store(url: string, inspection: Inspection, kind: ImageKind, details: Partial<ImageDetails>): StoredImage {
    const hash = hashOf(url);
    const now = this.now();
    const image: StoredImage = { ...inspection, state: 'valid', hash, kind, fetchedAt: now, updatedAt: this.stamp() };
    this.write(image, { ...details, url });
    this.table.touch(hash, now);
    void this.enforceCap().catch(() => log.warn({ msg: 'image cap could not be enforced' }));
    return image;
  }

  private write(record: ImageRecord, details: ImageDetails): void {
    this.apply(record);
    this.table.setPlace(record.hash, null);
    this.journal.append({ record, details });
    this.feed.push({ record, details });
  }

  /** A line of the journal: news of another process, or where our own line landed. */
  private onJournal(record: ImageRecord, details: ImageDetails, place: JournalPlace): void {
    const known = this.table.updatedAt(record.hash);
    if (record.updatedAt < known) return;
    if (record.updatedAt > known) {
      this.apply(record);
      if (this.isLoaded) this.feed.push({ record, details });
    }
    this.table.setPlace(record.hash, place);
  }

  private apply(record: ImageRecord): void {
    const before = this.table.get(record.hash);
    if (before?.state === 'valid') this.totals.remove(before);
    this.table.put(record);
    if (record.state !== 'valid') return;
    this.totals.add(record);
    this.unknown.delete(record.hash);
  }

  private async evict(maxBytes: number): Promise<void> {
    const proxied: { hash: string; bytes: number; usedAt: number }[] = [];
    for (const record of this.table.records()) {
      if (record.state !== 'valid' || record.kind !== 'proxied') continue;
      proxied.push({ hash: record.hash, bytes: record.bytes, usedAt: this.table.usedAt(record.hash) });
    }
    proxied.sort((a, b) => b.usedAt - a.usedAt);
    while (this.totals.bytes + this.variants.bytes > maxBytes) {
      const variant = this.variants.oldest();
      const image = proxied.at(-1);
      if (!variant && !image) return;
      if (variant && (!image || variant.usedAt <= image.usedAt)) {
        await this.variants.remove(variant.name);
      } else if (image) {
        proxied.pop();
        await this.folder.remove(image.hash);
        this.forget(image.hash, await this.urlOf(image.hash));
      }
    }
  }

  /** Listeners know images by their URLs, the table by their hashes. */
  private async urlOf(hash: string): Promise<string | null> {
    const place = this.table.place(hash);
    const url = (place && (await this.journal.details(place)))?.url ?? null;
    return url !== null && hashOf(url) === hash ? url : null;
  }

  /** Strictly growing, so that of two lines about one image the later wins. */
  private stamp(): number {
    this.lastStamp = Math.max(this.now(), this.lastStamp + 0.001);
    return this.lastStamp;
  }
}

/** An ImageFailure about the file itself, not about the disk or a busy decoder. */
function isVerdict(error: unknown): boolean {
  const reason = (error as ImageFailure | null)?.reason;
  return reason === 'not_an_image' || reason === 'undecodable' || reason === 'too_many_pixels';
}
