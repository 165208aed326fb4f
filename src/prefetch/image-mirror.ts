import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { ArticleRepository } from '../database/repositories/article.repository';
import { ImageCacheRepository, type ImageRecord } from '../database/repositories/image-cache.repository';
import { Unreachable } from '../database/unreachable';
import type { Directory } from '../dataset/directory';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { inTurns, type Steps } from '../event-loop/steps';
import { isStorageTrouble } from '../images/image-failure';
import { toImageFailure } from '../images/to-image-failure';
import { originalName, type ImageChange, type StoredImage } from '../images/index/image-record';
import { ImageStore } from '../images/store/image-store';

const BATCH = 500;
/** Images that are marked in one statement; each scans the table. */
const MARKED_AT_ONCE = 10_000;
const FLUSH_MS = 1000;
const LONGEST_REST_MS = 60_000;
/** Of the time, the server is busy with images for one part in so many: a table of a million rows takes seconds. */
const REST_FACTOR = 10;
/** Articles that are looked at in one step. */
const STEP = 64;

/**
 * Keeps `image_cache` and the image columns of `wiki_articles` in line with the disk, which is the truth: what changes
 * goes over in batches, and is compared when Postgres comes and when a run ends.
 */
@Injectable()
export class ImageMirror {
  private readonly log = new Logger('images');
  private readonly articles: ArticleRepository;
  private readonly records: ImageCacheRepository;
  /** The last state of each image that changed, by the hash of its URL; null where it went. */
  private pending = new Map<string, ImageRecord | null>();
  private timer: NodeJS.Timeout | null = null;
  private restMs = FLUSH_MS;
  private unsubscribe: () => void = () => undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly images: ImageStore,
    private readonly database: Database,
    private readonly snapshots: OpenSnapshots,
  ) {
    this.articles = new ArticleRepository(database);
    this.records = new ImageCacheRepository(database);
  }

  start(): void {
    this.unsubscribe = this.images.onChange((change) => this.take(change));
    this.database.on('up', () => void this.compareAll());
  }

  /** Compares everything; resolves when Postgres is in line (or away). Never throws. */
  compareAll(): Promise<void> {
    return this.enqueue(async () => {
      for (const universe of this.snapshots.ids()) {
        await this.complete(universe);
        await this.articles.reconcileImages(universe);
      }
    });
  }

  /** The same after a run, which marked the rows that it wrote: without any image there is nothing to go through. */
  compareAfterRun(universe: string): Promise<void> {
    return this.enqueue(async () => {
      if (await this.complete(universe)) await this.articles.reconcileImages(universe);
    });
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await this.flush();
  }

  private take({ record, url, message }: ImageChange): void {
    if (record.state === 'removed') this.pending.set(record.hash, null);
    else if (url === null) return;
    else if (record.state === 'valid') this.pending.set(record.hash, rowOf(url, record));
    else this.pending.set(record.hash, { ...MISSING, url, errorMessage: message ?? record.reason });
    this.timer ??= setTimeout(() => void this.flush(), this.restMs).unref();
  }

  private flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const changes = [...this.pending];
    this.pending = new Map();
    const rows = changes.flatMap(([, row]) => row ?? []);
    const removed = changes.flatMap(([hash, row]) => (row ? [] : hash));
    return this.enqueue(async () => {
      const begun = performance.now();
      for (const some of inParts(rows, BATCH)) await this.records.upsert(some);
      for (const some of inParts(rows, MARKED_AT_ONCE)) await this.mark(some);
      for (const some of inParts(removed, BATCH)) await this.records.remove(some);
      if (removed.length > 0) await this.reconcile();
      const tookMs = performance.now() - begun;
      this.restMs = Math.min(LONGEST_REST_MS, Math.max(FLUSH_MS, REST_FACTOR * tookMs));
    });
  }

  private async mark(rows: ImageRecord[]): Promise<void> {
    const cached = rows.filter(({ isValid }) => isValid).map(({ url, localPath }) => ({ url, path: localPath }));
    for (const universe of this.database.datasets().keys()) await this.articles.markImagesCached(universe, cached);
  }

  /** Lists what is stored and not listed yet, and no longer what has gone. Whether any image is listed now. */
  private async complete(universe: string): Promise<boolean> {
    const snapshot = this.snapshots.find(universe);
    if (!snapshot || !this.database.datasets().has(universe)) return false;
    await this.images.compare();
    const known = new Set<string>();
    const gone: string[] = [];
    for await (const part of this.records.list()) {
      for (const { url, urlHash, isValid } of part) {
        if (!isValid) continue;
        if (this.images.findByHash(urlHash)) known.add(url);
        else gone.push(urlHash);
      }
    }
    for (const some of inParts(gone, BATCH)) await this.records.remove(some);
    const unlisted = await inTurns(this.unlisted(snapshot.directory, known));
    for (const some of inParts(unlisted, BATCH)) await this.records.upsert(some);
    return known.size + gone.length + unlisted.length > 0;
  }

  /** Images of a universe that are stored and not listed. */
  private *unlisted(directory: Directory, known: ReadonlySet<string>): Steps<ImageRecord[]> {
    if (this.images.stats().files === 0) return [];
    const unlisted = new Map<string, ImageRecord>();
    for (let ordinal = 0; ordinal < directory.count; ordinal++) {
      const url = directory.imageUrl(ordinal);
      const image = url === null || known.has(url) ? null : this.images.meta(url);
      if (url !== null && image) unlisted.set(url, rowOf(url, image));
      if (ordinal % STEP === 0) yield;
    }
    return [...unlisted.values()];
  }

  private async reconcile(): Promise<void> {
    for (const universe of this.database.datasets().keys()) await this.articles.reconcileImages(universe);
  }

  /** One after another; while Postgres is away nothing is lost, for all is compared when it comes. */
  private enqueue(work: () => Promise<void>): Promise<void> {
    this.working = this.working.then(async () => {
      if (!this.database.writable) return;
      await work().catch((error: unknown) => {
        // Both say so themselves, and all is compared when they come back.
        if (error instanceof Unreachable || isStorageTrouble(toImageFailure(error))) return;
        this.log.error({ msg: 'the image table was not updated', error: String(error) });
      });
    });
    return this.working;
  }
}

function rowOf(url: string, { hash, bytes, format, width, height }: StoredImage): ImageRecord {
  const localPath = originalName(hash);
  return { url, localPath, sizeBytes: bytes, format, width, height, isValid: true, errorMessage: null };
}

function* inParts<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

const MISSING: Omit<ImageRecord, 'url'> = {
  localPath: null,
  sizeBytes: null,
  format: null,
  width: null,
  height: null,
  isValid: false,
  errorMessage: null,
};
