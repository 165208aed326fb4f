import { Logger } from '@nestjs/common';
import type { Clock } from '../../egress/clock';
import { JobsUnavailable, type ImageBatchResult, type JobView } from '../job';
import type { JobRunner } from '../job-runner';
import { withEarlier, type Batch } from './image-batch';
import type { ImageCounts, ImageEvents, ImageSource } from './image-source';

export interface BatchRunTimes {
  /** Between two looks at the queue. */
  pollMs: number;
  /** A queue that is away for that long does not come back in this run. */
  graceMs: number;
  /** Without any worker for that long, this process does the work itself. */
  workerlessMs: number;
  /** How long to wait for news of the workers' files. */
  syncMs: number;
}

export interface BatchRunParts {
  universe: string;
  jobs: JobRunner;
  local: ImageSource;
  events: ImageEvents;
  clock: Clock;
  times: BatchRunTimes;
}

interface OpenBatch extends Batch {
  /** Downloads that were told of already: they must not be taken back. */
  downloaded: number;
  submissions: number;
}

/** Batches are taken in order, so only the first open ones are worth a look. */
const WINDOW = 64;
const MAX_SUBMISSIONS = 3;
/** Batches in a row that met a host that is away, after which the rest is not tried. */
const MAX_HOPELESS = 3;
const WITHDRAW_LIMIT_MS = 5000;
const NO_WORKER = 'No worker process takes the downloads; this process does them itself in a moment';
const QUEUE_PAUSED = 'The job queue is paused';
const HOST_AWAY = 'host_unavailable';

/** One pass over a universe's images: submits what is missing, follows it, and does what nobody else does. */
export class BatchRun {
  private readonly log = new Logger('jobs');
  private readonly open = new Map<string, OpenBatch>();
  private readonly counts: ImageCounts = { total: 0, downloaded: 0, cached: 0, failed: 0 };
  private heardAt: number;
  private movedAt: number;
  private hopeless = 0;
  /** Batches that workers did last, for their files may not be known here yet. */
  private readonly recent: { urls: string[]; failed: number }[] = [];
  private paused: string | null = null;

  constructor(private readonly parts: BatchRunParts) {
    this.heardAt = this.movedAt = parts.clock.now();
  }

  /** Sorts out what needs no worker: batches that are on disk, or known not to be had. */
  async begin(batches: readonly Batch[]): Promise<void> {
    const { local, events } = this.parts;
    const settled: OpenBatch[] = [];
    for (const batch of batches) {
      const open = { ...batch, downloaded: 0, submissions: 0 };
      this.counts.total += batch.urls.length;
      const isSettled = !events.force && (await local.missing(batch.urls)) === 0;
      if (isSettled) settled.push(open);
      else this.open.set(batch.id, open);
    }
    this.report();
    if (settled.length > 0) await this.doHere(settled);
    this.heardAt = this.movedAt = this.parts.clock.now();
  }

  /** Throws JobsUnavailable. */
  async submit(): Promise<void> {
    await this.submitBatches([...this.open.values()]);
  }

  /** Until every batch has ended. Throws JobsUnavailable, or the signal's reason. */
  async follow(): Promise<void> {
    const { clock, times, events } = this.parts;
    while (this.open.size > 0) {
      events.signal.throwIfAborted();
      const isDrained = await this.look();
      if (!isDrained) {
        await this.stepInIfAlone();
        await clock.sleep(times.pollMs, events.signal);
      }
    }
    await this.waitForFiles();
  }

  /** Takes what no worker has out of the queue: the run was cancelled. Never throws. */
  async withdraw(): Promise<void> {
    const end = this.parts.clock.now() + WITHDRAW_LIMIT_MS;
    for (const id of this.open.keys()) {
      if (this.parts.clock.now() > end) return;
      const isOver = await this.parts.jobs.withdraw(id).catch(() => null);
      if (isOver === null) return;
    }
  }

  /** Does in this process what is still open, and tells how it all went. */
  async finishHere(): Promise<ImageCounts> {
    const { events } = this.parts;
    events.signal.throwIfAborted();
    const rest = [...this.open.values()];
    if (rest.length > 0) await this.doHere(rest);
    this.setPaused(null);
    return { ...this.counts };
  }

  /** Looks at the first open batches. True where all of them have ended, so that the next ones can be looked at. */
  private async look(): Promise<boolean> {
    const { jobs, clock, times } = this.parts;
    const window = [...this.open.values()].slice(0, WINDOW);
    const views = await jobs
      .look(
        'image-batch',
        window.map(({ id }) => id),
      )
      .catch((error: unknown) => {
        if (!(error instanceof JobsUnavailable) || clock.now() - this.heardAt > times.graceMs) throw error;
        return null;
      });
    if (!views) return false;
    this.heardAt = clock.now();
    const lost = [];
    for (const batch of window) if (!(await this.take(batch, views.get(batch.id)))) lost.push(batch);
    await this.submitAgain(lost);
    this.notePause(views.values());
    this.report();
    if (this.hopeless >= MAX_HOPELESS) await this.giveUp();
    return window.every(({ id }) => !this.open.has(id));
  }

  /** False where the queue does not know the batch. */
  private async take(batch: OpenBatch, view: JobView<'image-batch'> | undefined): Promise<boolean> {
    if (!view) return false;
    switch (view.state) {
      case 'waiting':
        break;
      case 'active':
        this.advance(batch, view.progress?.downloaded ?? 0);
        break;
      case 'completed':
        this.end(batch, view.result);
        break;
      case 'failed':
        batch.downloaded = Math.max(batch.downloaded, view.progress?.downloaded ?? 0);
        await this.fail(batch, view.code, `${view.reason}.`);
        break;
    }
    return true;
  }

  private advance(batch: OpenBatch, downloaded: number): void {
    if (downloaded <= batch.downloaded) return;
    batch.downloaded = downloaded;
    this.movedAt = this.parts.clock.now();
  }

  private end(batch: OpenBatch, result: ImageBatchResult): void {
    this.settle(batch, result);
    this.recent.push({ urls: batch.urls, failed: result.failed });
    if (this.recent.length > WINDOW) this.recent.shift();
    for (const { code, message, count } of result.failures) this.parts.events.onFailure(code, message, count);
    const wasHopeless = result.downloaded === 0 && result.failures.some(({ code }) => code === HOST_AWAY);
    this.hopeless = wasHopeless ? this.hopeless + 1 : 0;
  }

  /** The images of a batch that ended without a result: what is not on disk has failed. */
  private async fail(batch: OpenBatch, code: string, message: string): Promise<void> {
    const failed = Math.min(await this.parts.local.missing(batch.urls), batch.urls.length - batch.downloaded);
    const cached = batch.urls.length - batch.downloaded - failed;
    this.settle(batch, { downloaded: batch.downloaded, cached, failed });
    if (failed > 0) this.parts.events.onFailure(code, message, failed);
  }

  private settle(batch: OpenBatch, result: { downloaded: number; cached: number; failed: number }): void {
    this.open.delete(batch.id);
    this.movedAt = this.parts.clock.now();
    this.counts.downloaded += result.downloaded;
    this.counts.cached += result.cached;
    this.counts.failed += result.failed;
  }

  /** The queue was emptied, or lost what it had. */
  private async submitAgain(lost: OpenBatch[]): Promise<void> {
    const isOften = lost.some(({ submissions }) => submissions >= MAX_SUBMISSIONS);
    if (isOften) throw new JobsUnavailable('it loses jobs');
    if (lost.length > 0) await this.submitBatches(lost);
  }

  private async submitBatches(batches: OpenBatch[]): Promise<void> {
    const { jobs, universe, events } = this.parts;
    for (const batch of batches) batch.submissions += 1;
    await jobs.submitAll(
      'image-batch',
      batches.map(({ id, urls, revisions }) => ({
        id,
        payload: { universe, urls, revisions, ...(events.force ? { force: true } : {}) },
      })),
    );
  }

  /** Where nothing moves because there is no worker, takes batches from the end of the queue and does them here. */
  private async stepInIfAlone(): Promise<void> {
    const { jobs, clock, times } = this.parts;
    const quietMs = clock.now() - this.movedAt;
    if (quietMs < Math.min(times.workerlessMs, 2 * times.pollMs)) return;
    // Whoever paused the queue wants nobody to do the work.
    if (await jobs.isPaused().catch(() => false)) return this.setPaused(QUEUE_PAUSED);
    const workers = await jobs.workers('image-batch').catch(() => null);
    if (workers !== 0) return;
    this.setPaused(NO_WORKER);
    if (quietMs < times.workerlessMs) return;
    this.log.warn({ msg: 'no worker takes jobs, this process downloads images itself' });
    for (const batch of [...this.open.values()].reverse()) {
      if (await jobs.withdraw(batch.id)) await this.doHere([batch]);
      if ((await jobs.workers('image-batch').catch(() => null)) !== 0) return;
    }
  }

  private async doHere(batches: OpenBatch[]): Promise<void> {
    const { local, universe, events } = this.parts;
    this.setPaused(null);
    const earlier = batches.reduce((sum, { downloaded }) => sum + downloaded, 0);
    const urls = batches.flatMap((batch) => batch.urls);
    const others = this.live() - earlier;
    const result = await local.downloadAll(universe, urls, {
      signal: events.signal,
      force: events.force ?? false,
      revisions: events.revisions,
      onProgress: (counts) => {
        const { downloaded } = withEarlier(earlier, counts);
        this.report(others + Math.max(earlier, downloaded));
      },
      onPaused: (reason) => this.setPaused(reason),
      onFailure: (code, message, count) => events.onFailure(code, message, count),
    });
    for (const { id } of batches) this.open.delete(id);
    const { downloaded, cached, failed } = withEarlier(earlier, result);
    this.counts.downloaded += downloaded;
    this.counts.cached += cached;
    this.counts.failed += failed;
    this.report();
  }

  /** A host that is away is not asked a thousand times by a thousand batches. */
  private async giveUp(): Promise<void> {
    for (const batch of [...this.open.values()]) {
      if (await this.parts.jobs.withdraw(batch.id)) {
        await this.fail(batch, HOST_AWAY, 'The host does not answer, or refuses us.');
      }
    }
    this.hopeless = 0;
    this.report();
  }

  /** The workers' files are known here a moment after their jobs ended. */
  private async waitForFiles(): Promise<void> {
    const { clock, times, events } = this.parts;
    const end = clock.now() + times.syncMs;
    for (const { urls, failed } of this.recent) {
      while ((await this.parts.local.missing(urls)) > failed && clock.now() < end)
        await clock.sleep(200, events.signal);
    }
  }

  private notePause(views: Iterable<JobView<'image-batch'>>): void {
    const active = [...views].filter((view) => view.state === 'active');
    if (active.length === 0 && (this.paused === NO_WORKER || this.paused === QUEUE_PAUSED)) return;
    this.setPaused(active.find(({ progress }) => progress?.pausedReason)?.progress?.pausedReason ?? null);
  }

  private setPaused(reason: string | null): void {
    if (this.paused === reason) return;
    this.paused = reason;
    this.parts.events.onPaused(reason);
  }

  private live(): number {
    let downloaded = 0;
    for (const batch of this.open.values()) downloaded += batch.downloaded;
    return downloaded;
  }

  private report(live = this.live()): void {
    this.parts.events.onProgress({ ...this.counts, downloaded: this.counts.downloaded + live });
  }
}
