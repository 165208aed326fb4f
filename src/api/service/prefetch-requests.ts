import type { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { DEMO_UNIVERSE } from '../../file-cache/universe-sources';
import type { JobsStatus } from '../../jobs/job';
import { JobRunner } from '../../jobs/job-runner';
import { QueueWatch } from '../../jobs/queue-watch';
import { Prefetch } from '../../prefetch/prefetch';
import type { RunOptions } from '../../prefetch/run';
import type { PrefetchReport, ProgressReport } from '../../prefetch/run-progress';
import { STAGE_DESCRIPTIONS, type StageDescription } from '../../prefetch/stages/stages';

export type NamedProgress = ProgressReport & { universe: string };

/** The answer of `/prefetch/status`. */
export interface PrefetchStatus extends PrefetchReport {
  progress: NamedProgress;
  universes: Record<string, NamedProgress>;
  /** What a run does, in this order. */
  stages: readonly StageDescription[];
  /** Who does the work in the background, and what the operator should change about it. */
  jobs?: JobsStatus & { failed: number | null; paused: boolean | null };
}

/** The prefetch as the API asks for it: a request that names no universe means the default one. */
@Injectable()
export class PrefetchRequests {
  /** Emits `change` whenever `status` has changed. */
  readonly events: EventEmitter;

  constructor(
    private readonly prefetch: Prefetch,
    private readonly catalogue: Catalogue,
    private readonly jobs: JobRunner,
    private readonly queue: QueueWatch,
  ) {
    this.events = prefetch.events;
  }

  status(): PrefetchStatus {
    const { progress, universes, ...state } = this.prefetch.report();
    const named = (report: typeof progress) => ({ ...report, universe: report.universe ?? this.defaultUniverse() });
    const byUniverse = Object.entries(universes).map(([universe, report]) => [universe, named(report)]);
    return {
      ...state,
      progress: named(progress),
      universes: Object.fromEntries(byUniverse) as PrefetchStatus['universes'],
      stages: STAGE_DESCRIPTIONS,
      jobs: { ...this.jobs.status(), failed: this.queue.failed, paused: this.queue.paused },
    };
  }

  /** Queues a run, or names the one that will do it. Throws Problem UNKNOWN_UNIVERSE. */
  async run(universe: string | undefined, options: RunOptions): Promise<{ runId: string; universe: string }> {
    return this.prefetch.run(universe ?? (await this.prefetch.meantBy(this.defaultUniverse())), options);
  }

  /** Cancels the run at work; null where there is none. */
  cancel(): { runId: string; universe: string } | null {
    return this.prefetch.cancel();
  }

  /** Rebuilds from the file cache whatever the dataset key says. */
  invalidate(universe: string | undefined, { clearImages }: { clearImages: boolean }) {
    return this.prefetch.invalidate(universe ?? this.defaultUniverse(), clearImages);
  }

  private defaultUniverse(): string {
    return this.catalogue.defaultUniverse() ?? DEMO_UNIVERSE;
  }
}
