import { EventEmitter } from 'node:events';
import type { JobRunner } from './job-runner';

const LOOK_EVERY_MS = 10_000;

/** How many jobs were given up and wait for somebody to have them done again, as of a moment ago. */
export class FailedJobs {
  /** null: not known, for the queue is away. */
  count: number | null = 0;
  /** Emits `change` whenever the count has changed. */
  readonly events = new EventEmitter<{ change: [] }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly jobs: JobRunner) {}

  /** Begins to look. */
  start(): void {
    const look = async () => {
      const before = this.count;
      this.count = await this.jobs.listFailed().then(
        (failed) => failed.length,
        () => null,
      );
      if (this.count !== before) this.events.emit('change');
    };
    void look();
    this.timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
