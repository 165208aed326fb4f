import { setMaxListeners } from 'node:events';
import type { Clock } from '../../egress/clock';
import { pauseDue } from '../../event-loop/pauses';
import { ImageFailure, imageFailure, type FailureReason } from '../image-failure';
import { DeferredItems } from './deferred-items';
import type { HostOutcome } from './host-gate';
import type {
  DownloadCounts,
  DownloadOptions,
  DownloadResult,
  ImageDownloaderOptions,
  PausedReason,
} from './image-downloader';

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
const DISK_PROBE_MS = 5000;
const HOUR_MS = 3_600_000;
const LONGEST_MEMORY_MS = 7 * 24 * HOUR_MS;

/** How long a failure is remembered before it is tried again; doubled every time it comes back. */
const REMEMBERED_MS: Partial<Record<FailureReason, number>> = {
  not_found: 24 * HOUR_MS,
  not_an_image: 24 * HOUR_MS,
  undecodable: 24 * HOUR_MS,
  too_many_pixels: 24 * HOUR_MS,
  too_large: 24 * HOUR_MS,
  not_a_url: 24 * HOUR_MS,
  refused: 6 * HOUR_MS,
  bad_answer: 6 * HOUR_MS,
};
const REMEMBERED_TRANSIENT_MS = HOUR_MS / 4;
/** What says nothing about the image: never remembered. */
const NOT_REMEMBERED: ReadonlySet<FailureReason> = new Set([
  'not_allowed',
  'host_unavailable',
  'asked_to_wait',
  'busy',
]);

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
  private diskPause: Promise<void> | null = null;
  private pausedReason: PausedReason | null = null;
  /** Ends the other workers when one meets a bug, and all of them when the caller says so. */
  private readonly stop = new AbortController();
  private readonly clock: Clock;

  constructor(
    urls: AsyncIterable<string> | Iterable<string>,
    private readonly options: DownloadOptions,
    private readonly services: ImageDownloaderOptions,
  ) {
    this.source = Symbol.asyncIterator in urls ? urls[Symbol.asyncIterator]() : urls[Symbol.iterator]();
    this.clock = services.clock;
    // Every worker listens.
    setMaxListeners(0, this.stop.signal);
    this.deferred = new DeferredItems(services.clock);
  }

  async run(): Promise<DownloadResult> {
    const { signal, workers } = this.options;
    const onAbort = () => this.stop.abort(signal?.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const running = Array.from({ length: workers }, () => this.work());
      for (const worker of running) worker.catch((error: unknown) => this.stop.abort(error));
      await Promise.allSettled(running);
      this.stop.signal.throwIfAborted();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await this.source.return?.();
    }
    const failures = [...this.failures].map(([code, failure]) => ({ code, ...failure }));
    return { ...this.counts, failures };
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
      this.stop.signal.throwIfAborted();
      const due = this.deferred.takeDue();
      if (due) return due;
      if (!this.isExhausted && this.deferred.size < MAX_DEFERRED) {
        const { done, value } = await this.source.next();
        if (!done) return this.begin(value);
        this.isExhausted = true;
      } else if (this.deferred.size > 0) {
        await this.deferred.whenDue(this.stop.signal);
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
    if (this.diskPause) await this.diskPause;
    try {
      if (await this.isSettled(item)) return;
      const host = this.services.egress.check(item.url).host;
      await this.passGate(item, host);
    } catch (error) {
      this.stop.signal.throwIfAborted();
      await this.afterFailure(item, imageFailure(error));
    }
  }

  /** True where no request is needed: the image is here, or known not to be had. */
  private async isSettled({ url, tries, waits }: Item): Promise<boolean> {
    const { store } = this.services;
    if (!store.has(url) && store.mayAdopt(url)) await store.adopt(url, 'article');
    if (store.has(url)) {
      store.promote(url);
      this.counts.cached += 1;
      this.report();
      return true;
    }
    const known = tries + waits === 0 && !this.options.force ? store.failure(url) : null;
    if (!known || known.nextTryAt <= this.clock.now()) return false;
    this.countFailure(new ImageFailure(known.reason, 'Failed before, and will be tried again later.'));
    return true;
  }

  private async passGate(item: Item, host: string): Promise<void> {
    const { gate } = this.services;
    let admission = gate.admit(host);
    while (admission.kind === 'full') {
      await gate.whenOneLeaves(host);
      this.stop.signal.throwIfAborted();
      admission = gate.admit(host);
    }
    if (admission.kind === 'given-up') {
      this.countFailure(new ImageFailure('host_unavailable', 'The host does not answer, or refuses us.'));
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
      const image = await this.services.fetcher.fetch(item.url, 'article', { signal: this.stop.signal });
      outcome = 'ok';
      this.services.store.promote(item.url);
      this.counts.downloaded += 1;
      this.counts.bytes += image?.bytes ?? 0;
      this.setPaused(null);
      this.report();
    } catch (error) {
      outcome = outcomeOf(imageFailure(error));
      throw error;
    } finally {
      this.services.gate.leave(host, outcome);
    }
  }

  private async afterFailure(item: Item, failure: ImageFailure): Promise<void> {
    const { reason } = failure;
    if (reason === 'disk_full' || reason === 'disk_not_writable') {
      await this.waitForDisk(reason);
      this.deferred.add(item, 0);
    } else if (reason === 'asked_to_wait' && item.waits < MAX_WAITS) {
      this.deferred.add({ ...item, waits: item.waits + 1 }, 0);
    } else if (failure.isTransient && item.tries + 1 < MAX_TRIES && this.mayRetry()) {
      this.retries += 1;
      this.deferred.add({ ...item, tries: item.tries + 1 }, 250 * 4 ** item.tries);
    } else {
      this.remember({ ...item, tries: item.tries + 1 }, failure);
      this.countFailure(failure);
    }
  }

  private mayRetry(): boolean {
    return this.retries < Math.max(FEWEST_RETRIES, Math.floor(this.firstTries * RETRY_SHARE));
  }

  private remember({ url, tries }: Item, failure: ImageFailure): void {
    if (NOT_REMEMBERED.has(failure.reason)) return;
    const before = this.services.store.failure(url)?.attempts ?? 0;
    const base = REMEMBERED_MS[failure.reason] ?? REMEMBERED_TRANSIENT_MS;
    const ms = Math.min(base * 2 ** Math.min(before, 10), LONGEST_MEMORY_MS);
    this.services.store.fail(url, failure, before + tries, this.clock.now() + ms);
  }

  private countFailure({ reason, message }: ImageFailure): void {
    this.counts.failed += 1;
    const known = this.failures.get(reason);
    this.failures.set(reason, { message: known?.message ?? message, count: (known?.count ?? 0) + 1 });
    this.report();
  }

  /** All workers wait for one probe of the disk; nothing is lost, nothing is counted. */
  private waitForDisk(reason: 'disk_full' | 'disk_not_writable'): Promise<void> {
    this.diskPause ??= this.probeDisk(reason).finally(() => {
      this.diskPause = null;
      this.setPaused(null);
    });
    return this.diskPause;
  }

  private async probeDisk(reason: 'disk_full' | 'disk_not_writable'): Promise<void> {
    this.setPaused(reason);
    for (;;) {
      await this.clock.sleep(DISK_PROBE_MS, this.stop.signal);
      try {
        await this.services.store.folder.tryToWrite();
        return;
      } catch (error) {
        const { reason: now } = imageFailure(error);
        if (now === 'disk_full' || now === 'disk_not_writable') this.setPaused(now);
      }
    }
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

function outcomeOf(failure: ImageFailure): HostOutcome {
  switch (failure.reason) {
    case 'asked_to_wait':
      return { retryAfterMs: failure.extra.retryAfterMs ?? null };
    case 'upstream_error':
    case 'timeout':
    case 'network':
      return 'failed';
    case 'refused':
      return 'refused';
    case 'not_found':
    case 'not_an_image':
    case 'undecodable':
    case 'too_many_pixels':
    case 'too_large':
    case 'bad_answer':
      return 'ok';
    case 'not_a_url':
    case 'not_allowed':
    case 'disk_full':
    case 'disk_not_writable':
    case 'disk_error':
    case 'host_unavailable':
    case 'busy':
    case 'aborted':
      return 'unknown';
  }
}
