import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { systemClock, type Clock } from '../../egress/clock';
import { JobsUnavailable } from '../job';
import type { JobRunner } from '../job-runner';
import { BatchRun, type BatchRunTimes } from './batch-run';
import { cutIntoBatches } from './image-batch';
import type { ImageCounts, ImageEvents, ImageSource } from './image-source';

export interface BatchedImagesParts {
  jobs: JobRunner;
  /** Downloads in this process; shares its folder with the workers. */
  local: ImageSource;
  clock?: Clock;
  times?: Partial<BatchRunTimes>;
}

const TIMES: BatchRunTimes = { pollMs: 500, graceMs: 5000, workerlessMs: 15_000, syncMs: 3000 };

/**
 * The images of a universe as jobs that workers take. Whatever the queue does not do, because it is away or nobody
 * takes its jobs, this process does.
 */
export class BatchedImages implements ImageSource {
  private readonly log = new Logger('jobs');
  private isLeaving = false;

  constructor(private readonly parts: BatchedImagesParts) {}

  missing(urls: Iterable<string>): Promise<number> {
    return this.parts.local.missing(urls);
  }

  deleteAll(urls: Iterable<string>): Promise<number> {
    return this.parts.local.deleteAll(urls);
  }

  forgetFailures(): Promise<void> {
    return this.parts.local.forgetFailures();
  }

  /** From now on a run that is aborted leaves its jobs to the workers: this process ends, the work does not. */
  leave(): void {
    this.isLeaving = true;
  }

  async downloadAll(universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts> {
    const { jobs, local, clock = systemClock, times } = this.parts;
    const run = new BatchRun({ universe, jobs, local, events, clock, times: { ...TIMES, ...times } });
    // A forced run is not answered with the results of an earlier one.
    const round = events.force ? randomUUID() : '';
    await run.begin(cutIntoBatches(universe, [...urls], { round, revisions: events.revisions }));
    try {
      await run.submit();
      await run.follow();
    } catch (error) {
      if (events.signal.aborted && !this.isLeaving) await run.withdraw();
      events.signal.throwIfAborted();
      if (!(error instanceof JobsUnavailable)) throw error;
      this.log.warn({ msg: 'the images are downloaded in process', reason: error.reason });
    }
    return run.finishHere();
  }
}
