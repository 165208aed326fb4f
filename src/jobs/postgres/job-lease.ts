import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRepository } from '../../database/repositories/job.repository';
import type { JobKind, JobKinds } from '../job';

const REPORT_EVERY_MS = 500;

/** The right to work on a job, prolonged until it ends; tells the job's progress on the way. */
export class JobLease {
  private readonly lost = new AbortController();
  private readonly over = new AbortController();
  private readonly renewing: Promise<void>;
  private latest: JobKinds[JobKind]['progress'] | null = null;

  constructor(
    private readonly table: JobRepository,
    private readonly job: { id: string; holder: string },
    private readonly leaseMs: number,
    private readonly onError: (error: unknown) => void,
  ) {
    this.renewing = this.renew();
  }

  /** Aborted when the job was given to another worker. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  report(progress: JobKinds[JobKind]['progress']): void {
    this.latest = progress;
  }

  /** Nothing is sent after this. */
  async end(): Promise<void> {
    this.over.abort();
    await this.renewing;
  }

  /** Four times in the length of the lease, and sooner where there is something to tell. */
  private async renew(): Promise<void> {
    const { signal } = this.over;
    const renewEveryMs = this.leaseMs / 4;
    let renewedAt = performance.now();
    for (;;) {
      await sleep(Math.min(REPORT_EVERY_MS, renewEveryMs), undefined, { signal }).catch(() => undefined);
      if (signal.aborted || this.lost.signal.aborted) return;
      if (this.latest === null && performance.now() - renewedAt < renewEveryMs) continue;
      const progress = this.latest;
      this.latest = null;
      try {
        const isHeld = await this.table.renew(this.job.id, this.job.holder, this.leaseMs, progress);
        if (!isHeld) this.lost.abort(new Error('the job was given to another worker'));
        renewedAt = performance.now();
      } catch (error) {
        // Postgres is away for everybody or for us alone; if another one takes the job, the next renewal tells.
        this.onError(error);
      }
    }
  }
}
