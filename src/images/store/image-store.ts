import { Logger } from '@nestjs/common';
import pLimit from 'p-limit';
import { systemClock, type Clock } from '../../egress/clock';
import { pauseDue } from '../../event-loop/pauses';
import type { DecoderPool } from '../decoder/decoder-pool';
import type { Inspection } from '../decoder/decoder-messages';
import { Troubles } from '../../problem/troubles';
import { ImageFailure, isStorageTrouble } from '../image-failure';
import { toImageFailure } from '../to-image-failure';
import { mimeType, type ImageFormat } from '../image-format';
import { ImageIndex } from '../index/image-index';
import { formatLine, parseLine } from '../index/journal-line';
import { hashOf, originalName, type FailedImage, type ImageChange } from '../index/image-record';
import type { ImageKind, StoredImage, Validators } from '../index/image-record';
import { isAbsent } from '../storage/disk';
import type { ImageStorage } from '../storage/image-storage';
import { variantNamesOf } from '../storage/variant-name';
import type { Backing } from './backing';
import { Eviction } from './eviction';
import { StorageWatch } from './storage-watch';

export interface ImageStoreOptions {
  backing: Backing;
  decoders: Pick<DecoderPool, 'inspect'>;
  /** Above it, variants and proxied images that no article shows go; 0: no limit, null: 5 GB or a tenth of the disk. */
  maxBytes?: number | null;
  /** Where it is told that the storage cannot be used. */
  troubles?: Troubles;
  /** What is never taken of the disk. */
  reserveBytes?: number;
  /** How often to look for what other processes stored. */
  pollMs?: number;
  /** Where a CDN serves the originals, without a slash at the end. */
  publicUrl?: string | null;
  clock?: Clock;
}

export interface ImageStats {
  files: number;
  bytes: number;
  by_format: Partial<Record<ImageFormat, number>>;
}

/** What tells a version of a picture from others: for its host, and for its wiki. */
type Version = Validators & Pick<StoredImage, 'revision'>;

const RESERVE_BYTES = 1_000_000_000;
/** Longer lists are compared with the whole storage at once. */
const MAX_SINGLE_LOOKS = 500;
const SPACE_HOLDS_MS = 1000;
const log = new Logger('images');

/** Which images are on disk: asked for every article, so it never waits. */
export type KnownImages = Pick<ImageStore, 'revision' | 'meta' | 'publicUrl'>;

/**
 * The stored images. Only what was decoded whole counts; what is known of each is in memory, so that `has` and `meta`
 * are cheap enough to be asked for every article of a list.
 */
export class ImageStore {
  readonly storage: ImageStorage;
  readonly eviction: Eviction;
  /** Whether the storage can be used, and why not. */
  readonly watch: StorageWatch;
  private readonly index: ImageIndex;
  private readonly clock: Clock;
  /** Hashes of originals of which nothing is known yet. */
  private readonly unknown = new Set<string>();
  private loading: Promise<void> | null = null;
  private isLoaded = false;
  private isClosed = false;
  private readonly comparing = pLimit(1);
  private timer: NodeJS.Timeout | null = null;
  private space = { freeBytes: Infinity, at: -Infinity };

  constructor(private readonly options: ImageStoreOptions) {
    const { backing, maxBytes = 0, clock = systemClock, troubles = new Troubles() } = options;
    const now = () => clock.now();
    this.clock = clock;
    this.storage = backing.storage;
    this.index = new ImageIndex({ journal: backing.journal, now });
    this.eviction = new Eviction({ storage: this.storage, index: this.index, now, maxBytes });
    this.watch = new StorageWatch(clock, troubles, () => this.useStorage());
  }

  /** Takes up what earlier runs left; resolves after the first attempt, and goes on by itself where that failed. */
  load(): Promise<void> {
    this.loading ??= this.watch.check();
    return this.loading;
  }

  /** Resolves when the images are known. Throws ImageFailure that says why the storage cannot be opened. */
  async ready(): Promise<void> {
    await this.load();
    if (!this.isLoaded) throw this.watch.trouble ?? new ImageFailure('aborted', 'The server is stopping.');
  }

  /** Is the image of this URL stored, whole? */
  has(url: string): boolean {
    return this.meta(url) !== null;
  }

  /** What is known of the image of this URL; null where it is not stored. */
  meta(url: string): StoredImage | null {
    return this.index.findStored(hashOf(url));
  }

  /** The same by the md5 of the URL. */
  findByHash(hash: string): StoredImage | null {
    return this.index.findStored(hash);
  }

  /** Why there is no image of this URL, where that was found out. */
  failure(url: string): FailedImage | null {
    const record = this.index.find(hashOf(url));
    return record?.state === 'failed' ? record : null;
  }

  /** Where a CDN serves the originals by their names; null where none does. */
  get publicUrl(): string | null {
    return this.options.publicUrl ?? null;
  }

  /** Changes with the set of stored images, at most once a second; the same for the same set. */
  get revision(): string {
    return this.index.revision;
  }

  /** Originals; variants can be made again and do not count. */
  stats(): ImageStats {
    return { files: this.index.files, bytes: this.index.bytes, by_format: this.index.byFormat() };
  }

  /** Called with every change, also of other processes; returns what ends it. */
  onChange(listener: (change: ImageChange) => void): () => void {
    return this.index.onChange(listener);
  }

  /** Might there be a file of this URL of which nothing is known? Known after `compare`, unless others write as well. */
  mayAdopt(url: string): boolean {
    return this.storage.isShared || this.unknown.has(hashOf(url));
  }

  /** Forgets what is no longer stored, and finds what nobody knows: of these URLs, or of the whole storage. */
  compare(urls?: readonly string[]): Promise<void> {
    const work = async () => {
      await this.ready();
      if (urls && urls.length <= MAX_SINGLE_LOOKS) await this.compareSome(urls);
      else await this.compareAll();
    };
    return this.comparing(work).catch((error: unknown) => {
      const failure = toImageFailure(error);
      if (isStorageTrouble(failure)) this.watch.report(failure);
      throw failure;
    });
  }

  /** Is there room for more, and a disk that takes it? Throws ImageFailure. */
  async assertRoom(): Promise<void> {
    const { reserveBytes = RESERVE_BYTES } = this.options;
    const now = this.clock.now();
    if (Math.abs(now - this.space.at) >= SPACE_HOLDS_MS) {
      const space = await this.storage.space();
      this.space = { freeBytes: space?.freeBytes ?? Infinity, at: now };
    }
    if (this.space.freeBytes >= reserveBytes) return;
    throw new ImageFailure('disk_full', 'The disk of the image folder has no room: its last gigabyte is left alone.');
  }

  /** Publishes a verified draft as the image of a URL. */
  async publish(url: string, draft: string, inspection: Inspection, kind: ImageKind, version: Version = {}) {
    const hash = hashOf(url);
    const publish = async () => {
      const image = this.imageOf(url, inspection, kind, version);
      const contentType = mimeType(image.format);
      await this.storage.publish(draft, originalName(hash), {
        contentType,
        record: formatLine({ record: image, url }),
      });
      return this.store(url, image);
    };
    return kind === 'proxied' ? this.eviction.withRoom(inspection.bytes, publish) : publish();
  }

  /** A file of an earlier version, or one whose record was lost: counts after a full decode, else it is removed. */
  async adopt(url: string, kind: ImageKind): Promise<StoredImage | null> {
    const hash = hashOf(url);
    const name = originalName(hash);
    const facts = await this.storage.stat(name);
    if (!facts) return null;
    try {
      const known = facts.record === undefined ? null : parseLine(facts.record)?.record;
      // Decoded by whoever stored it.
      if (known?.state === 'valid' && known.hash === hash && known.bytes === facts.bytes) {
        return this.store(url, { ...known, kind, updatedAt: this.index.stamp() });
      }
      const inspection = await this.storage.withPath(name, (path) => this.options.decoders.inspect(path));
      return this.store(url, this.imageOf(url, inspection, kind, {}));
    } catch (error) {
      if (isAbsent(error)) return null;
      if (!(error instanceof ImageFailure && error.isVerdict)) throw error;
      log.warn({ msg: 'a stored image is damaged and was removed', hash });
      await this.storage.remove(name);
      return null;
    } finally {
      this.unknown.delete(hash);
    }
  }

  /** Every stored image, in parts between which other work gets its turn. */
  async *list(): AsyncGenerator<StoredImage> {
    for await (const record of this.index.list()) if (record.state === 'valid') yield record;
  }

  /** Takes over an image of another store, with what is known of it: a draft of this store's holds its bytes. */
  async take(image: StoredImage, draft: string): Promise<void> {
    const labels = { contentType: mimeType(image.format), record: formatLine({ record: image, url: null }) };
    await this.storage.publish(draft, originalName(image.hash), labels);
    this.index.write({ record: image, url: null });
  }

  /** A proxied image that an article shows is kept like the others. */
  promote(url: string): void {
    const image = this.meta(url);
    if (image?.kind === 'proxied') this.rewrite(url, { ...image, kind: 'article' });
  }

  /** The host says that what is stored still holds, or is this version of the file. */
  confirm(url: string, revision?: string): void {
    const image = this.meta(url);
    if (image) this.rewrite(url, { ...image, revision: revision ?? image.revision, fetchedAt: this.clock.now() });
  }

  /** Stores the picture of another address of the same file under this one as well; null where it is not there. */
  async takeOver(url: string, other: string, kind: ImageKind, revision: string): Promise<StoredImage | null> {
    const image = this.meta(other) ?? (await this.adopt(other, kind));
    const file = image && (await this.storage.open(originalName(hashOf(other))));
    if (!image || !file) return null;
    const bytes = await file.read();
    const draft = await this.storage.receive(oneChunk(bytes));
    const { etag, lastModified } = image;
    return this.publish(url, draft, image, kind, { etag, lastModified, revision });
  }

  /** Remembers a failure, and when it may be tried again; an image that is there stays. */
  fail(url: string, failure: ImageFailure, attempts: number, nextTryAt: number): void {
    const hash = hashOf(url);
    if (this.index.findStored(hash)) return;
    const { reason, message } = failure;
    const updatedAt = this.index.stamp();
    this.index.write({ record: { state: 'failed', hash, reason, attempts, nextTryAt, updatedAt }, url, message });
  }

  /** Forgets what failed, so that everything is tried again. */
  async forgetFailures(): Promise<void> {
    for await (const { state, hash } of this.index.list()) if (state === 'failed') this.forget(hash);
    await this.flush();
  }

  /** The file of a record has vanished, or does not hold what it should. */
  forget(hash: string, url: string | null = null): void {
    this.index.write({ record: { state: 'removed', hash, updatedAt: this.index.stamp() }, url });
  }

  /** Removes images and their variants; returns how many there were. Throws ImageFailure. */
  async deleteAll(urls: readonly string[]): Promise<number> {
    await this.ready();
    const isWholesale = urls.length > MAX_SINGLE_LOOKS;
    if (isWholesale) await this.eviction.removeVariants();
    let deleted = 0;
    for (const url of urls) {
      await pauseDue();
      const hash = hashOf(url);
      const record = this.index.find(hash);
      if (record?.state === 'valid' && !isWholesale) {
        for (const name of variantNamesOf(record.sha256)) await this.storage.remove(name);
      }
      if (await this.storage.remove(originalName(hash))) deleted += 1;
      this.unknown.delete(hash);
      if (record) this.forget(hash, url);
    }
    await this.flush();
    return deleted;
  }

  /** Writes what is waiting, so that the next start and other processes know it. A full disk is no error here, but told. */
  async flush(): Promise<void> {
    if (!this.isLoaded) return;
    await this.index.sync().catch((error: unknown) => {
      const failure = toImageFailure(error);
      if (isStorageTrouble(failure)) this.watch.report(failure);
      else log.warn({ msg: 'the image journal was not written', error: String(error) });
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearInterval(this.timer);
    await this.loading;
    await this.watch.close();
    await this.comparing(() => undefined);
    await this.flush();
    await this.options.backing.close();
  }

  /** Opens the storage where that is still to be done, and tries to write. */
  private async useStorage(): Promise<void> {
    await this.storage.prepare();
    if (!this.isLoaded) await this.open();
    await this.storage.tryToWrite();
    await this.assertRoom();
  }

  private async open(): Promise<void> {
    await this.index.load();
    this.isLoaded = true;
    this.timer = setInterval(() => void this.flush(), this.options.pollMs ?? this.options.backing.pollMs).unref();
    this.compare()
      .then(() => this.eviction.load())
      .then(() => this.eviction.keepLimit())
      .catch((error: unknown) =>
        log.warn({ msg: 'the image folder was not read', reason: toImageFailure(error).message }),
      );
  }

  private async compareSome(urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      const hash = hashOf(url);
      const facts = await this.storage.stat(originalName(hash));
      const image = this.index.findStored(hash);
      if (image && facts?.bytes !== image.bytes) this.forget(hash, url);
      if (facts && image?.bytes !== facts.bytes) this.unknown.add(hash);
    }
  }

  private async compareAll(): Promise<void> {
    const began = this.index.stamp();
    const seen = new Set<string>();
    for await (const name of this.storage.listOriginals()) {
      const hash = name.slice(0, 32);
      seen.add(hash);
      if (!this.index.findStored(hash)) this.unknown.add(hash);
      if (this.isClosed) return;
    }
    for (const hash of this.unknown) if (!seen.has(hash)) this.unknown.delete(hash);
    for await (const { state, hash, updatedAt } of this.index.list()) {
      // What was stored since the storage was listed is not in the list.
      if (state === 'valid' && !seen.has(hash) && updatedAt < began) this.forget(hash);
    }
  }

  private imageOf(url: string, inspection: Inspection, kind: ImageKind, version: Version): StoredImage {
    const times = { fetchedAt: this.clock.now(), updatedAt: this.index.stamp() };
    return { ...inspection, ...version, state: 'valid', hash: hashOf(url), kind, ...times };
  }

  private store(url: string, image: StoredImage): StoredImage {
    const { hash, kind } = image;
    this.index.write({ record: image, url });
    this.unknown.delete(hash);
    if (kind === 'proxied') this.eviction.touch(originalName(hash));
    else void this.eviction.keepLimit().catch(() => log.warn({ msg: 'no image could be evicted' }));
    return image;
  }

  private rewrite(url: string, image: StoredImage): void {
    this.index.write({ record: { ...image, updatedAt: this.index.stamp() }, url });
  }
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
