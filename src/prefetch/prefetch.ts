import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { OperationEnd, ScrapingLogRepository } from '../database/repositories/scraping-log.repository';
import { systemClock } from '../egress/clock';
import { Problem } from '../problem/problem';
import type { Troubles } from '../problem/troubles';
import { stackOf } from '../problem/stack-of';
import { findUntouched } from './categorise/build-dataset';
import { FILE_CACHE_TROUBLE, KnownUniverses, retryPause } from './known-universes';
import { LoadRetries } from './load-retries';
import { Run, type RunOptions } from './run';
import { RunFailure, RunPaused } from './run-failure';
import { countsOf, emptyReport, type PrefetchReport, type ProgressReport } from './run-progress';
import { buildRequest } from './stages/categorise.stage';
import { imageUrls } from './stages/images.stage';
import type { Made, Stage, StageParts } from './stages/stage';
import { traced } from '../tracing/span';
import { STAGES } from './stages/stages';
import { DEMO_UNIVERSE } from '../file-cache/universe-sources';

export interface PrefetchParts extends Omit<StageParts, 'retries' | 'openLog'> {
  runLog: ScrapingLogRepository;
  troubles: Troubles;
}

const ONLY_DEMO =
  'The file cache is empty: serving the demo universe. To get a real one: npm run cache:crawl, npm run cache:import-dump, or files of your own, then a run or a restart (docs/quick-start.md)';
const NOTHING: RunOptions = { force: false, allowShrink: false };

/**
 * Filling: runs the stages over the universes in the background, and says how far they are. Two queues: one run at a time
 * makes and loads its dataset, and one at a time, often for hours, gets its images.
 */
export class Prefetch {
  /** Emits `change` whenever the report changed, `stage` behind each stage, and `end` with a run that ended. */
  readonly events = new EventEmitter();
  private readonly log = new Logger('prefetch');
  private readonly stageParts: StageParts;
  private readonly retries: LoadRetries;
  private readonly known: KnownUniverses;
  /** Those that have not ended, in the order in which they were asked for. */
  private readonly runs = new Set<Run>();
  /** What ended last, of each universe. */
  private readonly reports = new Map<string, ProgressReport>();
  private filling: Run | null = null;
  private fetching: Run | null = null;
  private last: string | null = null;
  private readonly stopping = new AbortController();
  private fillQueue: Promise<void> = Promise.resolve();
  private imageQueue: Promise<void> = Promise.resolve();

  constructor(private readonly parts: PrefetchParts) {
    this.retries = new LoadRetries({
      clock: systemClock,
      isWritable: () => parts.loader.isWritable,
      again: (universe, options) => {
        if (!this.stopping.signal.aborted) this.enqueue(universe, options);
      },
    });
    this.known = new KnownUniverses(parts);
    this.stageParts = { ...parts, retries: this.retries, openLog: (run) => this.openLog(run) };
  }

  /** Finds what there is and queues a run for each universe; the bundled one where there is nothing else. */
  async start(): Promise<void> {
    const { config, sources } = this.parts;
    await this.known.find(this.stopping.signal, () => this.events.emit('change'));
    if (!config.onStart || this.stopping.signal.aborted) return;
    const options = { force: config.forceRefresh, allowShrink: false };
    const universes = await this.known.listAtStart();
    if (sources.ids().length === 0 && universes.includes(DEMO_UNIVERSE)) this.log.log({ msg: ONLY_DEMO });
    for (const universe of universes) this.enqueue(universe, options);
  }

  /** To be called when Postgres came (back): loads at once what it does not hold yet. */
  postgresCame(): void {
    const { config, snapshots, loader } = this.parts;
    if (!config.onStart || this.stopping.signal.aborted) return;
    for (const universe of snapshots.ids()) {
      const isForeignDemo =
        universe === DEMO_UNIVERSE && loader.publishedUniverses().some((id) => id !== DEMO_UNIVERSE);
      const isMissing = loader.publishedKey(universe) === null || this.retries.has(universe);
      const isOnTheWay = this.runsOf(universe).some(({ step }) => step !== 'loaded');
      if (isMissing && !isForeignDemo && !isOnTheWay) this.enqueue(universe, NOTHING);
    }
  }

  /** The universe of a run that names none. Throws Problem DATA_NOT_READY where the file cache cannot be read. */
  meantBy(defaultUniverse: string): Promise<string> {
    return this.known.meantBy(defaultUniverse);
  }

  /** Queues a run, or names the one that is at it and will do what is asked. Throws Problem UNKNOWN_UNIVERSE. */
  async run(universe: string, options: RunOptions): Promise<{ runId: string; universe: string }> {
    await this.known.assertKnown(universe);
    const run = (await this.findServing(universe, options)) ?? this.enqueue(universe, options);
    return { runId: run.id, universe };
  }

  /** Ends the run at work as `cancelled`; null where none is. */
  cancel(): { runId: string; universe: string } | null {
    const run = this.current();
    if (!run) return null;
    run.cancel();
    return { runId: run.id, universe: run.universe };
  }

  /** Rebuilds from the file cache whatever the dataset key says; what is served stays until then. */
  async invalidate(
    universe: string,
    clearImages: boolean,
  ): Promise<{ runId: string; universe: string; imagesDeleted: number }> {
    await this.known.assertKnown(universe);
    const snapshot = this.parts.snapshots.find(universe);
    const imagesDeleted =
      clearImages && snapshot ? await this.parts.images.deleteAll(await imageUrls(snapshot.directory, 'all')) : 0;
    await this.parts.images.forgetFailures();
    const run = this.enqueue(universe, { force: true, allowShrink: false });
    return { runId: run.id, universe, imagesDeleted };
  }

  report(): PrefetchReport {
    const universes = Object.create(null) as Record<string, ProgressReport>;
    for (const [universe, report] of this.reports) universes[universe] = report;
    for (const run of this.runs) if (run.hasBegun) universes[run.universe] = run.progress.toReport();
    const progress = this.current()?.progress.toReport() ?? this.reports.get(this.last ?? '') ?? this.emptyReport();
    const isRunning = this.runs.size > 0 || this.known.blockedBy !== null;
    const all = Object.values(universes);
    const isComplete = !isRunning && all.length > 0 && all.every(({ stage }) => stage === 'completed');
    return { is_complete: isComplete, is_running: isRunning, progress, universes };
  }

  /** Aborts what is at work and waits for its end; nothing is started any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.retries.stop();
    for (const run of this.runs) run.cancel();
    while (this.runs.size > 0) {
      await this.fillQueue;
      await this.imageQueue;
    }
  }

  private emptyReport(): ProgressReport {
    const { blockedBy } = this.known;
    if (!blockedBy) return emptyReport();
    const { code, message } = blockedBy;
    return { ...emptyReport(), paused_reason: message, errors: [{ code, message, count: 1 }] };
  }

  /** The run at work, else one that waits for something. */
  private current(): Run | null {
    return this.filling ?? this.fetching ?? [...this.runs].find(({ hasBegun }) => hasBegun) ?? null;
  }

  private runsOf(universe: string): Run[] {
    return [...this.runs].filter((run) => run.universe === universe && !run.signal.aborted);
  }

  /** The run that has read the very files that there are now, and so is doing already what is asked. */
  private async findServing(universe: string, { force, allowShrink }: RunOptions): Promise<Run | null> {
    const run = this.runsOf(universe).at(-1);
    if (!run || run.step === 'open' || force || (allowShrink && !run.options.allowShrink)) return null;
    const key = await findUntouched(buildRequest(universe, this.parts, NOTHING)).catch(() => null);
    const isLatest = this.runsOf(universe).at(-1) === run;
    return isLatest && key !== null && key === this.parts.snapshots.find(universe)?.directory.info.key ? run : null;
  }

  /** The run that will do what is asked: one that has not settled its dataset yet, else a new one that follows. */
  private enqueue(universe: string, options: RunOptions): Run {
    const earlier = this.runsOf(universe);
    const open = earlier.find(({ step }) => step === 'open');
    if (open) {
      open.ask(options);
      return open;
    }
    const run = new Run(universe, options, STAGES, () => this.events.emit('change'));
    for (const one of earlier) one.supersede(run);
    if (this.stopping.signal.aborted) run.cancel();
    this.runs.add(run);
    this.fillQueue = this.fillQueue.then(() => this.fill(run));
    return run;
  }

  /** Makes and loads the dataset of a run. Never throws. */
  private async fill(run: Run, tries = 0): Promise<void> {
    this.filling = run;
    this.last = run.universe;
    run.hasBegun = true;
    const made = await this.carryOut(run, { isLong: false, tries }, { build: null, snapshot: null });
    this.filling = null;
    if (!made) return;
    this.parts.troubles.clear(`${FILE_CACHE_TROUBLE}:${run.universe}`);
    this.parts.sources.note(run.universe, null);
    run.step = 'loaded';
    const { fetching } = this;
    if (fetching && fetching.universe !== run.universe)
      run.progress.pause(`The images of ${fetching.universe} come first`);
    this.imageQueue = this.imageQueue.then(() => this.fetchImages(run, made));
  }

  /** The long stages of a run. Never throws. */
  private async fetchImages(run: Run, made: Made): Promise<void> {
    this.fetching = run;
    if (await this.carryOut(run, { isLong: true, tries: 0 }, made)) await this.end(run, 'completed', null);
    this.fetching = null;
  }

  /** Carries out some stages; null where the run ended, or waits. Whatever goes wrong, the service goes on. */
  private async carryOut(run: Run, { isLong, tries }: { isLong: boolean; tries: number }, made: Made) {
    try {
      for (const stage of STAGES) if (stage.isLong === isLong) made = await this.carryOutStage(run, stage, made);
      return made;
    } catch (error) {
      if (run.signal.aborted) await this.end(run, 'cancelled', null);
      else if (isLong && run.superseded.aborted) return made;
      else if (error instanceof RunPaused) this.pause(run, error, tries);
      else await this.end(run, 'failed', error);
      return null;
    }
  }

  /** Leaves the queue to others, and comes back to it later. */
  private pause(run: Run, { code, message, cause }: RunPaused, tries: number): void {
    run.progress.pause(message);
    run.progress.addError(code, message);
    this.parts.troubles.set(`${FILE_CACHE_TROUBLE}:${run.universe}`, message, { detail: stackOf(cause) });
    this.parts.sources.note(run.universe, 'stuck');
    void retryPause(tries, run.signal).then(() => {
      this.fillQueue = this.fillQueue.then(() => this.fill(run, tries + 1));
    });
  }

  private async carryOutStage(run: Run, stage: Stage, made: Made): Promise<Made> {
    run.signal.throwIfAborted();
    if (stage.isLong) run.superseded.throwIfAborted();
    const { name, number, title } = stage;
    const { universe } = run;
    const startedAt = performance.now();
    if (run.announced !== name) this.log.log({ msg: `${number}: ${title}`, universe });
    run.announced = name;
    const work = () => stage.carryOut(run, this.stageParts, made);
    const result = await run.span.within(() => traced(() => ({ name: `stage ${title}` }), work));
    const seconds = secondsSince(startedAt);
    this.events.emit('stage', { stage: title, universe, seconds });
    this.log.log({ msg: `${number} done`, universe, seconds });
    return result;
  }

  private async end(run: Run, status: OperationEnd['status'], error: unknown): Promise<void> {
    const { universe, progress } = run;
    const failure = status === 'failed' ? failureOf(error) : null;
    if (failure) {
      progress.addError(failure.code, failure.message);
      this.parts.sources.note(universe, failure.code === 'NO_FILE_CACHE' ? 'empty' : 'stuck');
      this.log.error({ msg: 'the run failed', universe, code: failure.code, error: stackOf(error) });
    }
    progress.enter(status);
    await run.span.within(() => this.closeLog(run, status, failure?.message ?? null));
    run.span.end({ 'lorekeeper.outcome': status }, failure?.code);
    if (status === 'completed') {
      const seconds = secondsSince(run.startedAt);
      this.log.log({ msg: 'ALL DONE', universe, seconds, ...countsOf(progress.toReport()) });
    }
    this.parts.troubles.clear(`${FILE_CACHE_TROUBLE}:${universe}`);
    this.reports.set(universe, progress.toReport());
    this.runs.delete(run);
    this.events.emit('change');
    this.events.emit('end', run);
  }

  private async openLog(run: Run): Promise<void> {
    run.logId ??= await this.parts.runLog.open(run.universe, this.parts.config.operation);
    run.progress.logId = run.logId;
  }

  private async closeLog(run: Run, status: OperationEnd['status'], message: string | null): Promise<void> {
    if (run.logId === null) return;
    await this.parts.runLog.close(run.logId, run.toEnd(status, message)).catch((error: unknown) => {
      // The row stays `running` and is found abandoned later; the run itself is over.
      this.log.warn({ msg: 'the run could not be logged', universe: run.universe, error: String(error) });
    });
  }
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof RunFailure) return error;
  if (error instanceof Problem) return { code: error.code, message: error.detail };
  return { code: 'INTERNAL', message: 'The run ended with an internal error; the log of the service says more' };
}

function secondsSince(startedAt: number): number {
  return Math.round(performance.now() - startedAt) / 1000;
}
