import { LRUCache } from 'lru-cache';
import pLimit, { type Limit } from 'p-limit';
import type { Clock } from '../../egress/clock';
import { SharedWork } from '../../event-loop/shared-work';
import type { HostGate } from '../download/host-gate';
import type { ImageFetcher } from '../download/image-fetcher';
import { ImageFailure, type FailureReason } from '../image-failure';
import { toImageFailure } from '../to-image-failure';
import { originalName, type StoredImage } from '../index/image-record';
import type { ImageStore } from '../store/image-store';
import type { CacheState } from './image-answer';

export interface OriginalSourceOptions {
  store: ImageStore;
  fetcher: ImageFetcher;
  gate: HostGate;
  clock: Clock;
  /** Age at which a proxied image is confirmed with its host. */
  freshMs?: number;
  /** Age beyond `freshMs` up to which it is served when that fails. */
  maxStaleMs?: number;
  /** Fetches at a time, and how many more may wait. */
  fetches?: number;
  maxWaiting?: number;
}

export interface Original {
  /** The URL under which it is stored. */
  url: string;
  image: StoredImage;
  cache: CacheState;
}

interface Remembered {
  failure: ImageFailure;
  until: number;
}

const DAY_MS = 86_400_000;
/** How long a failure is answered without asking again; a cut or damaged body is asked for again at once. */
const NEGATIVE_MS: Partial<Record<FailureReason, number>> = {
  not_found: 300_000,
  refused: 10_000,
  upstream_error: 2000,
  timeout: 2000,
  not_an_image: 5000,
  too_large: 5000,
  too_many_pixels: 5000,
};
const REVALIDATE_AGAIN_MS = 10_000;

/** The verified original of a URL: from the store, else from its host, else as it was. */
export class OriginalSource {
  private readonly failures = new LRUCache<string, Remembered>({ max: 10_000 });
  private readonly fetches = new SharedWork<Original>();
  /** When an expired image may be confirmed again after that failed. */
  private readonly revalidateAfter = new LRUCache<string, number>({ max: 10_000 });
  private readonly slots: Limit;

  constructor(private readonly options: OriginalSourceOptions) {
    this.slots = pLimit(options.fetches ?? 32);
  }

  /** `given` is the URL as the caller wrote it, `canonical` how it would be fetched. Throws ImageFailure. */
  async get(given: string, canonical: URL): Promise<Original> {
    const { store } = this.options;
    await store.ready();
    const url = store.has(given) ? given : canonical.href;
    const image = store.meta(url);
    if (!image) return this.fetches.run(`new ${given} ${canonical.href}`, () => this.fetchNew(given, canonical));
    if (this.isFresh(image)) return { url, image, cache: 'HIT' };
    return this.fetches.run(`old ${url}`, () => this.confirm(url, canonical, image));
  }

  /** Forgets what failed, so that the next request asks again. */
  forgetFailures(): void {
    this.failures.clear();
    this.revalidateAfter.clear();
  }

  private async adopt(url: string): Promise<StoredImage | null> {
    try {
      // It may be an article's from an earlier version: nothing that is evicted.
      return await this.options.store.adopt(url, 'article');
    } catch (error) {
      throw toImageFailure(error);
    }
  }

  private isFresh({ kind, fetchedAt }: StoredImage): boolean {
    // What articles show is renewed with the articles, not by whoever looks at it.
    return kind === 'article' || this.options.clock.now() - fetchedAt < (this.options.freshMs ?? 30 * DAY_MS);
  }

  private async fetchNew(given: string, canonical: URL): Promise<Original> {
    const url = canonical.href;
    for (const name of new Set([given, url])) {
      const adopted = await this.adopt(name);
      if (adopted) return { url: name, image: adopted, cache: 'HIT' };
    }
    const image = await this.ask(canonical, () => this.options.fetcher.fetch(url, 'proxied'));
    if (!image) throw new ImageFailure('bad_answer', 'The host sent no image.');
    return { url, image, cache: 'MISS' };
  }

  private async confirm(url: string, canonical: URL, image: StoredImage): Promise<Original> {
    const { store, fetcher, clock } = this.options;
    const stale: Original = { url, image, cache: 'STALE' };
    if (clock.now() < (this.revalidateAfter.get(url) ?? 0)) return stale;
    try {
      const file = await store.storage.stat(originalName(image.hash));
      const renewal = file ? { etag: image.etag, lastModified: image.lastModified } : {};
      const renewed = await this.ask(canonical, () => fetcher.fetch(url, image.kind, { renewal }));
      if (renewed) return { url, image: renewed, cache: 'MISS' };
      store.confirm(url);
      return { url, image: store.meta(url) ?? image, cache: 'HIT' };
    } catch (error) {
      const failure = toImageFailure(error);
      const wait = Math.max(REVALIDATE_AGAIN_MS, failure.extra.retryAfterMs ?? 0);
      this.revalidateAfter.set(url, clock.now() + wait);
      const age = clock.now() - image.fetchedAt;
      if (age > (this.options.freshMs ?? 30 * DAY_MS) + (this.options.maxStaleMs ?? 180 * DAY_MS)) throw failure;
      return stale;
    }
  }

  /** One request, unless it failed a moment ago or the host wants to be left alone. */
  private async ask<T>(canonical: URL, request: () => Promise<T>): Promise<T> {
    const { gate, clock } = this.options;
    const known = this.failures.get(canonical.href);
    if (known && clock.now() < known.until) throw known.failure;
    const pausedMs = gate.pausedMs(canonical.host);
    if (pausedMs > 0) throw new ImageFailure('asked_to_wait', 'The host asks to wait.', { retryAfterMs: pausedMs });
    if (this.slots.pendingCount >= (this.options.maxWaiting ?? 256)) {
      throw new ImageFailure('busy', 'Too many images are being fetched.');
    }
    try {
      return await this.slots(request);
    } catch (error) {
      const failure = toImageFailure(error);
      if (failure.reason === 'asked_to_wait') {
        gate.note(canonical.host, { retryAfterMs: failure.extra.retryAfterMs ?? null });
        const retryAfterMs = gate.pausedMs(canonical.host);
        throw new ImageFailure('asked_to_wait', failure.message, { retryAfterMs }, { cause: failure });
      }
      const memory = NEGATIVE_MS[failure.reason];
      if (memory !== undefined) this.failures.set(canonical.href, { failure, until: clock.now() + memory });
      throw failure;
    }
  }
}
