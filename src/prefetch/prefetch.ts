import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { PrefetchConfig } from '../config/config';
import { systemClock } from '../egress/clock';
import { Problem } from '../problem/problem';
import { imageUrls, prefetchImages, type ImageParts } from './stages/images.stage';
import { categorise, type CategoriseParts } from './stages/categorise.stage';
import { load } from './stages/load.stage';
import { LoadRetries, type LoadMiss } from './load-retries';
import { RunFailure, type DatasetLoader, type OperationType, type RunLog } from './ports';
import { Run, type RunOptions } from './run';
import { emptyReport, type ProgressReport } from './run-progress';
import { DEMO_UNIVERSE, type UniverseSources } from './universe-sources';

export interface PrefetchParts extends CategoriseParts {
  config: PrefetchConfig;
  sources: UniverseSources;
  loader: DatasetLoader;
  runLog: RunLog;
  images: ImageParts['images'];
  imagesConfig: ImageParts['config'];
  /** How scraping_logs calls these runs. */
  operation: OperationType;
}

export interface PrefetchReport {
  is_complete: boolean;
  is_running: boolean;
  progress: ProgressReport;
  universes: Record<string, ProgressReport>;
}

/** Filling: runs the stages over one universe after another, in the background, and says how far they are. */
export class Prefetch {
  /** Emits `change` whenever the report changed, and `end` with a run that ended. */
  readonly events = new EventEmitter();
  private readonly log = new Logger('prefetch');
  private readonly queue: Run[] = [];
  private readonly reports = new Map<string, ProgressReport>();
  private readonly retries: LoadRetries;
  private atWork: Run | null = null;
  private last: string | null = null;
  private stopped = false;
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly parts: PrefetchParts) {
    this.retries = new LoadRetries({
      clock: systemClock,
      isWritable: () => parts.loader.isWritable,
      again: (universe, options) => {
        if (!this.stopped) this.enqueue(universe, options);
      },
    });
  }

  /** Finds what there is and queues a run for each universe; the bundled one where there is nothing else. */
  async start(): Promise<void> {
    const { config, sources } = this.parts;
    await sources.refresh();
    if (!config.onStart) return;
    const options = { force: config.forceRefresh, allowShrink: false };
    for (const universe of await this.universesAtStart()) this.enqueue(universe, options);
  }

  /** To be called when Postgres came (back): loads what it does not hold yet. */
  postgresCame(): void {
    if (!this.parts.config.onStart || this.stopped) return;
    for (const universe of this.parts.shelf.ids()) {
      const foreignDemo =
        universe === DEMO_UNIVERSE && this.parts.loader.publishedUniverses().some((id) => id !== DEMO_UNIVERSE);
      const missing = this.parts.loader.publishedKey(universe) === null;
      if ((missing || this.retries.has(universe)) && !foreignDemo)
        this.enqueue(universe, { force: false, allowShrink: false });
    }
  }

  /** Queues a run, or names the one of that universe that is queued or running. */
  async run(universe: string, options: RunOptions): Promise<{ runId: string; universe: string }> {
    await this.mustBeKnown(universe);
    return { runId: this.enqueue(universe, options).id, universe };
  }

  /** Ends the run at work as `cancelled`; null where none is. */
  cancel(): { runId: string; universe: string } | null {
    const run = this.atWork;
    if (!run) return null;
    run.abort.abort(new Cancelled());
    return { runId: run.id, universe: run.universe };
  }

  /** Rebuilds from the file cache whatever the dataset key says; what is served stays until then. */
  async invalidate(
    universe: string,
    clearImages: boolean,
  ): Promise<{ runId: string; universe: string; imagesDeleted: number }> {
    await this.mustBeKnown(universe);
    const snapshot = this.parts.shelf.find(universe);
    const imagesDeleted =
      clearImages && snapshot ? await this.parts.images.deleteAll(await imageUrls(snapshot.directory, 'all')) : 0;
    const running = this.atWork?.universe === universe ? this.atWork : null;
    if (running) running.invalidated = true;
    const run = running ?? this.enqueue(universe, { force: true, allowShrink: false });
    return { runId: run.id, universe, imagesDeleted };
  }

  report(): PrefetchReport {
    const current = this.atWork?.progress.toReport() ?? null;
    const universes: Record<string, ProgressReport> = Object.create(null) as Record<string, ProgressReport>;
    for (const [universe, report] of this.reports) universes[universe] = report;
    if (current?.universe) universes[current.universe] = current;
    const progress = current ?? (this.last === null ? undefined : this.reports.get(this.last)) ?? emptyReport();
    const ended = Object.values(universes);
    const isRunning = this.atWork !== null || this.queue.length > 0;
    const isComplete = !isRunning && ended.length > 0 && ended.every(({ stage }) => stage === 'completed');
    return { is_complete: isComplete, is_running: isRunning, progress, universes };
  }

  /** Aborts what is at work and waits for its end; nothing is started any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.retries.stop();
    this.queue.length = 0;
    this.atWork?.abort.abort(new Cancelled());
    await this.working;
  }

  private async universesAtStart(): Promise<string[]> {
    const { config, sources, loader } = this.parts;
    if (config.universes) return config.universes;
    if (sources.ids().length > 0) return [...sources.ids()];
    await loader.settled();
    return loader.publishedUniverses().some((universe) => universe !== DEMO_UNIVERSE) ? [] : [DEMO_UNIVERSE];
  }

  private async mustBeKnown(universe: string): Promise<void> {
    await this.parts.sources.refresh();
    const known = new Set([
      ...this.parts.sources.ids(),
      ...this.parts.shelf.ids(),
      ...this.parts.loader.publishedUniverses(),
    ]);
    if (known.size === 0) {
      // The same as at a start: the bundled one, where there is nothing else.
      await this.parts.loader.settled();
      const published = this.parts.loader.publishedUniverses();
      for (const id of published.length > 0 ? published : [DEMO_UNIVERSE]) known.add(id);
    }
    if (known.has(universe)) return;
    const universes = [...known].sort();
    throw new Problem('UNKNOWN_UNIVERSE', `There is no universe "${universe}"; there are: ${universes.join(', ')}`, {
      universes,
    });
  }

  private enqueue(universe: string, options: RunOptions): Run {
    const known =
      this.atWork?.universe === universe ? this.atWork : this.queue.find((run) => run.universe === universe);
    if (known) {
      // A queued run takes over what the later call asked for; the one at work starts over with it.
      if (known === this.atWork && options.force && !known.options.force) known.invalidated = true;
      known.options.force ||= options.force;
      known.options.allowShrink ||= options.allowShrink;
      return known;
    }
    const run = new Run(universe, { ...options }, () => this.events.emit('change'));
    this.queue.push(run);
    if (!this.atWork) this.working = this.work();
    return run;
  }

  private async work(): Promise<void> {
    for (let run = this.queue.shift(); run && !this.stopped; run = this.queue.shift()) {
      this.atWork = run;
      this.last = run.universe;
      await this.carryOut(run);
      this.reports.set(run.universe, run.progress.toReport());
      this.atWork = null;
      this.events.emit('change');
      this.events.emit('end', run);
    }
  }

  /** Never throws: whatever goes wrong ends the run as failed, with words, and the service goes on. */
  private async carryOut(run: Run): Promise<void> {
    const { universe, progress } = run;
    const startedAt = performance.now();
    try {
      await this.stages(run);
      progress.enter('completed');
      await this.closeLog(run, 'completed', null);
      this.log.log({ msg: 'ALL DONE', universe, seconds: secondsSince(startedAt), ...countsOf(progress.toReport()) });
    } catch (error) {
      const cancelled = run.signal.aborted;
      if (cancelled) progress.enter('cancelled');
      else {
        const { code, message } = failureOf(error);
        progress.addError(code, message);
        progress.enter('failed');
        this.log.error({
          msg: 'the run failed',
          universe,
          code,
          error: error instanceof Error ? error.stack : String(error),
        });
      }
      await this.closeLog(run, cancelled ? 'cancelled' : 'failed', cancelled ? null : failureOf(error).message);
    }
  }

  /** The stages, in order. */
  private async stages(run: Run): Promise<void> {
    const openLog = (opened: Run) => this.openLog(opened);
    do {
      run.invalidated = false;
      await this.stage(run, 'STAGE 1', 'categorise', () => categorise(run, this.parts));
      const loaded = await this.stage(run, 'STAGE 1.5', 'load into Postgres', () =>
        load(run, { loader: this.parts.loader, openLog }).catch((error: unknown) => {
          if (!run.signal.aborted) this.retries.note(run.universe, run.options, missOf(error));
          throw error;
        }),
      );
      if (loaded) this.retries.settle(run.universe);
      else this.retries.note(run.universe, run.options, 'away');
    } while (run.invalidated && !run.signal.aborted);
    if (!this.parts.config.images) return;
    const imageParts = { config: this.parts.imagesConfig, images: this.parts.images, openLog };
    await this.stage(run, 'STAGE 2', 'images', () => prefetchImages(run, imageParts));
  }

  private async stage<T>(run: Run, number: string, what: string, carryOut: () => Promise<T>): Promise<T> {
    run.signal.throwIfAborted();
    const startedAt = performance.now();
    this.log.log({ msg: `${number}: ${what}`, universe: run.universe });
    const result = await carryOut();
    this.events.emit('stage', { stage: what, universe: run.universe, seconds: secondsSince(startedAt) });
    this.log.log({ msg: `${number} done`, universe: run.universe, seconds: secondsSince(startedAt) });
    return result;
  }

  private async openLog(run: Run): Promise<void> {
    run.logId ??= await this.parts.runLog.open(run.universe, this.parts.operation);
    run.progress.logId = run.logId;
  }

  private async closeLog(
    run: Run,
    status: 'completed' | 'failed' | 'cancelled',
    message: string | null,
  ): Promise<void> {
    if (run.logId === null) return;
    await this.parts.runLog.close(run.logId, run.toEnd(status, message)).catch((error: unknown) => {
      // The row stays `running` and is found abandoned later; the run itself is over.
      this.log.warn({ msg: 'the run could not be logged', universe: run.universe, error: String(error) });
    });
  }
}

class Cancelled extends Error {
  constructor() {
    super('the run was cancelled');
  }
}

function missOf(error: unknown): LoadMiss {
  const code = error instanceof RunFailure ? error.code : null;
  if (code === 'POSTGRES_LOST' || code === 'STALLED' || code === 'LEADERSHIP_LOST') return 'away';
  return code === 'DISK_FULL' ? 'disk_full' : 'refused';
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof RunFailure) return error;
  if (error instanceof Problem) return { code: error.code, message: error.detail };
  return { code: 'INTERNAL', message: 'The run ended with an internal error; the log of the service says more' };
}

function secondsSince(startedAt: number): number {
  return Math.round(performance.now() - startedAt) / 1000;
}

function countsOf(report: ProgressReport) {
  const { articles_total, articles_created, articles_updated, articles_unchanged, articles_rejected } = report;
  const { images_total, images_downloaded, images_cached, images_failed } = report;
  return {
    articles: articles_total,
    created: articles_created,
    updated: articles_updated,
    unchanged: articles_unchanged,
    rejected: articles_rejected,
    images: images_total,
    downloaded: images_downloaded,
    cached: images_cached,
    failed: images_failed,
  };
}
