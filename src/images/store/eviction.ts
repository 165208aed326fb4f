import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { Logger } from '@nestjs/common';
import { pauseDue } from '../../event-loop/pauses';
import type { ImageIndex } from '../index/image-index';
import { hashOf, originalName } from '../index/image-record';
import type { ImageStorage } from '../storage/image-storage';

export interface EvictionOptions {
  storage: ImageStorage;
  index: ImageIndex;
  now: () => number;
  /** null: 5 GB, or a tenth of the disk where that is less; 0: no limit. */
  maxBytes: number | null;
}

interface Candidate {
  name: string;
  bytes: number;
  usedAt: number;
}

const DEFAULT_MAX_BYTES = 5_000_000_000;
const SHARE_OF_DISK = 0.1;
/** Of the limit, that variants and proxied images have where the articles' images take more than the rest. */
const LEAST_SHARE = 0.1;
const TOUCH_EVERY_MS = 3_600_000;
/** Candidates that are remembered from one listing of the storage to the next. */
const QUEUE = 10_000;

/** Keeps what can be had again, variants and proxied images, below a limit: what was not seen for longest goes. */
export class Eviction {
  /** The images that articles show, which stay whoever asked for them first. */
  articleUrls: () => Iterable<string> = () => [];
  private readonly log = new Logger('images');
  /** When files were used, where that is newer than what the storage says. */
  private readonly usedAt = new LRUCache<string, number>({ max: 50_000 });
  /** Oldest last. */
  private queue: Candidate[] = [];
  private limitBytes = Infinity;
  private variants = 0;
  /** On their way to the storage. */
  private promisedBytes = 0;
  private readonly serially = pLimit(1);

  constructor(private readonly options: EvictionOptions) {}

  get variantBytes(): number {
    return this.variants;
  }

  /** Finds out what there is. */
  async load(): Promise<void> {
    const { maxBytes, storage } = this.options;
    const space = maxBytes === null ? await storage.space() : null;
    const ofDisk = space ? space.totalBytes * SHARE_OF_DISK : Infinity;
    this.limitBytes = maxBytes === null ? Math.min(DEFAULT_MAX_BYTES, ofDisk) : maxBytes || Infinity;
    if (this.limitBytes < Infinity) await this.list();
  }

  /** Somebody looked at a file: it goes last. The storage hears of it once an hour at most. */
  touch(name: string): void {
    const now = this.options.now();
    const before = this.usedAt.get(name) ?? 0;
    if (now - before > TOUCH_EVERY_MS) {
      // Only the order after a restart depends on it.
      this.options.storage.touch(name, now).catch(() => undefined);
    }
    this.usedAt.set(name, now);
  }

  addVariant(name: string, bytes: number): void {
    this.usedAt.set(name, this.options.now());
    this.variants += bytes;
  }

  /** Removes every variant there is: they can be made again. */
  async removeVariants(): Promise<void> {
    for await (const name of this.options.storage.listVariants()) await this.options.storage.remove(name);
    this.variants = 0;
  }

  /** Stores so many bytes more, for which there is room when `store` is called. */
  async withRoom<T>(bytes: number, store: () => Promise<T>): Promise<T> {
    this.promisedBytes += bytes;
    try {
      await this.keepLimit();
      return await store();
    } finally {
      this.promisedBytes -= bytes;
    }
  }

  /** Removes what was not seen for longest until the limit holds; one call after the other. */
  keepLimit(): Promise<void> {
    return this.serially(() => this.evict());
  }

  private isOver(): boolean {
    const { index } = this.options;
    const forOthers = Math.max(this.limitBytes - (index.bytes - index.proxiedBytes), this.limitBytes * LEAST_SHARE);
    return this.variants + index.proxiedBytes + this.promisedBytes > forOthers;
  }

  private async evict(): Promise<void> {
    let hasListed = false;
    while (this.isOver()) {
      const candidate = this.queue.pop();
      if (candidate) await this.remove(candidate);
      else if (hasListed) return;
      else {
        await this.list();
        hasListed = true;
      }
    }
  }

  private async remove({ name, bytes, usedAt }: Candidate): Promise<void> {
    if ((this.usedAt.get(name) ?? usedAt) > usedAt) return;
    const { index, storage } = this.options;
    const hash = hashOfName(name);
    const image = hash === null ? null : index.findStored(hash);
    if (hash !== null && image?.kind !== 'proxied') return;
    await storage.remove(name);
    this.usedAt.delete(name);
    if (hash === null) this.variants -= bytes;
    else index.write({ record: { state: 'removed', hash, updatedAt: index.stamp() }, url: null });
  }

  /** Looks what there is: the bytes of all variants, and what was not used for longest. */
  private async list(): Promise<void> {
    await this.keepArticleImages();
    const { storage } = this.options;
    let oldest: Candidate[] = [];
    const add = async (name: string): Promise<number> => {
      const facts = await storage.stat(name);
      if (!facts) return 0;
      oldest.push({ name, bytes: facts.bytes, usedAt: this.usedAt.get(name) ?? facts.modifiedAt });
      if (oldest.length >= 2 * QUEUE) oldest = firstToGo(oldest);
      return facts.bytes;
    };
    let variants = 0;
    for await (const name of storage.listVariants()) variants += await add(name);
    this.variants = variants;
    for await (const record of this.options.index.list()) {
      if (record.state === 'valid' && record.kind === 'proxied') await add(originalName(record.hash));
    }
    this.queue = firstToGo(oldest).reverse();
  }

  private async keepArticleImages(): Promise<void> {
    const { index } = this.options;
    if (index.proxiedBytes === 0) return;
    let kept = 0;
    for (const url of this.articleUrls()) {
      await pauseDue();
      const image = index.findStored(hashOf(url));
      if (image?.kind !== 'proxied') continue;
      index.write({ record: { ...image, kind: 'article', updatedAt: index.stamp() }, url });
      kept += 1;
    }
    if (kept > 0) this.log.debug({ msg: 'proxied images that articles show are kept', images: kept });
  }
}

function firstToGo(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => a.usedAt - b.usedAt).slice(0, QUEUE);
}

/** The hash of an original's name; null for a variant. */
function hashOfName(name: string): string | null {
  return name === originalName(name.slice(0, 32)) ? name.slice(0, 32) : null;
}
