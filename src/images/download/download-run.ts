import { setMaxListeners } from 'node:events';
import type { Clock } from '../../egress/clock';
import { pauseDue } from '../../event-loop/pauses';
import type { EgressClient } from '../../egress/egress-client';
import { versionedAddress } from '../../universe/picture-address';
import type { DecoderPool } from '../decoder/decoder-pool';
import { ImageFailure, isStorageTrouble, type FailureReason, type StorageTrouble } from '../image-failure';
import { toImageFailure } from '../to-image-failure';
import type { StoredImage } from '../index/image-record';
import type { ImageStore } from '../store/image-store';
import { DeferredItems } from './deferred-items';
import type { DownloadCounts, DownloadOptions, DownloadResult, PausedReason } from './download-progress';
import type { HostGate, HostOutcome } from './host-gate';
import type { ImageFetcher } from './image-fetcher';

interface Item {
  url: string;
  /** Requests that failed through no fault of the image. */
  tries: number;
  /** Times that the host asked to wait. */
  waits: number;
}

const MAX_TRIES = 3;
const MAX_WAITS = 8;
/** Retries may add a fifth to the requests of a run: a host in trouble is not helped by more of them. */
const RETRY_SHARE = 0.2;
const FEWEST_RETRIES = 3;
const MAX_DEFERRED = 1000;
/** A failure that comes back again and again is remembered so long at most. */
const LONGEST_MEMORY_MS = 7 * 86_400_000;

export interface DownloadServices {
  store: ImageStore;
  fetcher: ImageFetcher;
  decoders: Pick<DecoderPool, 'warm'>;
  egress: Pick<EgressClient, 'check'>;
  gate: HostGate;
  clock: Clock;
}

/** One pass over a list of URLs: workers that take, try, postpone and count. */
export class DownloadRun {
  private readonly counts: DownloadCounts & { bytes: number } = {
    total: 0,
    downloaded: 0,
    cached: 0,
    failed: 0,
    bytes: 0,
  };
  private readonly failures = new Map<FailureReason, { message: string; count: number }>();
  private readonly deferred: DeferredItems<Item>;
  private readonly source: AsyncIterator<string> | Iterator<string>;
  private isExhausted = false;
  private firstTries = 0;
  private retries = 0;
  private pausedReason: PausedReason | null = null;
  /** Ends the other workers when one meets a bug. */
  private readonly stop = new AbortController();
  /** Ends all of them, also when the caller says so. */
  private readonly signal: AbortSignal;
  private readonly clock: Clock;
  private readonly beganAt: number;

  constructor(
    private readonly urls: AsyncIterable<string> | Iterable<string>,
    private readonly options: DownloadOptions,
    private readonly services: DownloadServices,
  ) {
    this.source = Symbol.asyncIterator in urls ? urls[Symbol.asyncIterator]() : urls[Symbol.iterator]();
    this.clock = services.clock;
    this.beganAt = this.clock.now();
    this.signal = AbortSignal.any([this.stop.signal, ...(options.signal ? [options.signal] : [])]);
    // Every worker listens.
    setMaxListeners(0, this.signal);
    this.deferred = new DeferredItems(services.clock);
  }

  async run(): Promise<DownloadResult> {
    try {
      await this.lookWhatIsThere();
      const running = Array.from({ length: this.options.workers }, () => this.work());
      for (const worker of running) worker.catch((error: unknown) => this.stop.abort(error));
      await Promise.allSettled(running);
      this.signal.throwIfAborted();
    } finally {
      await this.source.return?.();
    }
    const failures = [...this.failures].map(([code, failure]) => ({ code, ...failure }));
    return { ...this.counts, failures };
  }

  /** What is known of the images is compared with what is stored: files may have gone since. */
  private async lookWhatIsThere(): Promise<void> {
    const { store } = this.services;
    const few = Array.isArray(this.urls) ? (this.urls as string[]) : undefined;
    for (;;) {
      try {
        return await store.compare(few);
      } catch (error) {
        const failure = toImageFailure(error);
        if (!isPause(failure)) throw failure;
        await this.waitForStorage(failure.reason);
      }
    }
  }

  private async work(): Promise<void> {
    for (let item = await this.next(); item; item = await this.next()) {
      await this.handle(item);
      // Images that are here already are gone through without waiting for anything.
      await pauseDue();
    }
  }

  /** A postponed item that is due, else a new one; null when nothing is left. */
  private async next(): Promise<Item | null> {
    for (;;) {
      this.signal.throwIfAborted();
      const due = this.deferred.takeDue();
      if (due) return due;
      if (!this.isExhausted && this.deferred.size < MAX_DEFERRED) {
        const { done, value } = await this.source.next();
        if (!done) return this.begin(value);
        this.isExhausted = true;
      } else if (this.deferred.size > 0) {
        await this.deferred.whenDue(this.signal);
      } else {
        return null;
      }
    }
  }

  private begin(url: string): Item {
    this.counts.total += 1;
    return { url, tries: 0, waits: 0 };
  }

  private async handle(item: Item): Promise<void> {
    try {
      if (await this.isSettled(item)) return;
      const host = this.services.egress.check(item.url).host;
      await this.passGate(item, host);
    } catch (error) {
      this.signal.throwIfAborted();
      await this.afterFailure(item, toImageFailure(error));
    }
  }

  /** True where no request is needed: the image is here, or known not to be had. */
  private async isSettled({ url, tries, waits }: Item): Promise<boolean> {
    const { store, clock } = this.services;
    const image =
      store.meta(url) ?? (store.mayAdopt(url) ? await store.adopt(url, 'article') : await this.takeOver(url));
    if (image) {
      store.promote(url);
      if (this.isToConfirm(image, url)) return false;
      this.countCached();
      return true;
    }
    const known = tries + waits === 0 && !this.options.force ? store.failure(url) : null;
    if (!known || known.nextTryAt <= clock.now()) return false;
    this.countFailure(new ImageFailure(known.reason, 'Failed before, and will be tried again later.'));
    return true;
  }

  /** Wikis put a version behind the `?` of an address; without one, another file may come to lie there. */
  private isToConfirm({ fetchedAt, etag, lastModified, revision }: StoredImage, url: string): boolean {
    const { force = false, confirmAfterMs = Infinity } = this.options;
    if (force) return fetchedAt < this.beganAt;
    const wanted = this.revisionOf(url);
    if (wanted !== undefined) return wanted !== revision;
    if (url.includes('?') || (etag === undefined && lastModified === undefined)) return false;
    return this.clock.now() - fetchedAt > confirmAfterMs;
  }

  private revisionOf(url: string): string | undefined {
    return this.options.revisions?.get(url);
  }

  /** The same version of the file may be stored by the address that names the version. */
  private async takeOver(url: string): Promise<StoredImage | null> {
    const revision = this.revisionOf(url);
    const other = revision === undefined ? null : versionedAddress(url, revision);
    return other === null || revision === undefined
      ? null
      : this.services.store.takeOver(url, other, 'article', revision);
  }

  private async passGate(item: Item, host: string): Promise<void> {
    const { gate } = this.services;
    let admission = gate.admit(host);
    while (admission.kind === 'full') {
      await gate.whenOneLeaves(host);
      this.signal.throwIfAborted();
      admission = gate.admit(host);
    }
    if (admission.kind === 'given-up') {
      this.giveUp(item, new ImageFailure('host_unavailable', 'The host does not answer, or refuses us.'));
    } else if (admission.kind === 'wait') {
      this.setPaused(gate.pausedMs(host) > 0 ? 'host_asked_to_wait' : 'host_unavailable');
      this.deferred.add(item, admission.ms);
    } else {
      await this.download(item, host);
    }
  }

  private async download(item: Item, host: string): Promise<void> {
    // The decoders get ready while the first images are on their way.
    if (this.firstTries === 0) this.services.decoders.warm();
    if (item.tries + item.waits === 0) this.firstTries += 1;
    let outcome: HostOutcome = 'unknown';
    try {
      await this.fetch(item.url);
      outcome = 'ok';
    } catch (error) {
      outcome = outcomeOf(toImageFailure(error));
      throw error;
    } finally {
      this.services.gate.leave(host, outcome);
    }
  }

  /** Brings an image, or confirms the one that is stored. */
  private async fetch(url: string): Promise<void> {
    const { store, fetcher } = this.services;
    const before = store.meta(url);
    const renewal = before ? { etag: before.etag, lastModified: before.lastModified } : undefined;
    const revision = this.revisionOf(url);
    const image = await fetcher.fetch(url, 'article', { renewal, revision, signal: this.signal });
    store.promote(url);
    if (!image) store.confirm(url, revision);
    this.setPaused(null);
    if (!image || image.sha256 === before?.sha256) return this.countCached();
    this.counts.downloaded += 1;
    this.counts.bytes += image.bytes;
    this.report();
  }

  private async afterFailure(item: Item, failure: ImageFailure): Promise<void> {
    const { reason } = failure;
    if (isPause(failure)) {
      await this.waitForStorage(failure.reason);
      this.deferred.add(item, 0);
    } else if (reason === 'asked_to_wait' && item.waits < MAX_WAITS) {
      this.deferred.add({ ...item, waits: item.waits + 1 }, 0);
    } else if (failure.isTransient && item.tries + 1 < MAX_TRIES && this.mayRetry()) {
      this.retries += 1;
      this.deferred.add({ ...item, tries: item.tries + 1 }, 250 * 4 ** item.tries);
    } else {
      this.giveUp(item, failure);
    }
  }

  private mayRetry(): boolean {
    return this.retries < Math.max(FEWEST_RETRIES, Math.floor(this.firstTries * RETRY_SHARE));
  }

  private giveUp({ url, tries }: Item, failure: ImageFailure): void {
    const { store, clock } = this.services;
    // What is stored stays good when its host cannot confirm it.
    if (store.has(url)) return this.countCached();
    const { rememberedMs } = failure.consequences;
    if (rememberedMs !== null) {
      const before = store.failure(url)?.attempts ?? 0;
      const ms = Math.min(rememberedMs * 2 ** Math.min(before, 10), LONGEST_MEMORY_MS);
      store.fail(url, failure, before + tries + 1, clock.now() + ms);
    }
    this.countFailure(failure);
  }

  private countCached(): void {
    this.counts.cached += 1;
    this.report();
  }

  private countFailure({ reason, message }: ImageFailure): void {
    this.counts.failed += 1;
    const known = this.failures.get(reason);
    this.failures.set(reason, { message: known?.message ?? message, count: (known?.count ?? 0) + 1 });
    this.report();
  }

  /** Nothing is lost, nothing is counted: the run goes on when the storage can be used again. */
  private async waitForStorage(reason: StorageTrouble): Promise<void> {
    this.setPaused(reason);
    await this.services.store.watch.whenUsable(this.signal);
    this.setPaused(null);
  }

  private setPaused(reason: PausedReason | null): void {
    if (this.pausedReason === reason) return;
    this.pausedReason = reason;
    this.report();
  }

  private report(): void {
    this.options.onProgress?.({ ...this.counts, pausedReason: this.pausedReason });
  }
}

/** What a failure says of the host that it came from. */
function outcomeOf({ reason, extra, consequences }: ImageFailure): HostOutcome {
  return reason === 'asked_to_wait' ? { retryAfterMs: extra.retryAfterMs ?? null } : consequences.host;
}

/** Trouble that concerns every image, so that the run waits for its end; a bad sector is the trouble of one. */
function isPause(failure: ImageFailure): failure is ImageFailure & { reason: StorageTrouble } {
  return isStorageTrouble(failure) && failure.reason !== 'disk_error';
}
