import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { JobRunner } from './job-runner';

const LOOK_EVERY_MS = 10_000;

/** What an operator should know of the queue, as of a moment ago. */
@Injectable()
export class QueueWatch {
  /** Jobs that were given up and wait for somebody to have them done again; null: not known, for the queue is away. */
  failed: number | null = 0;
  /** Whether nobody begins a job; null as above. */
  paused: boolean | null = false;
  /** Emits `change` whenever one of these has changed. */
  readonly events = new EventEmitter<{ change: [] }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly jobs: JobRunner) {}

  /** Begins to look. */
  start(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  /** Looks now; for whoever has just changed something. Never throws. */
  async look(): Promise<void> {
    const { failed, paused } = this;
    const now = await Promise.all([this.jobs.listFailed(), this.jobs.isPaused()]).catch(() => null);
    this.failed = now && now[0].length;
    this.paused = now && now[1];
    if (this.failed !== failed || this.paused !== paused) this.events.emit('change');
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
