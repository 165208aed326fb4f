import pLimit from 'p-limit';
import type { Clock } from '../../egress/clock';

const SLOWEST_MS = 30_000;

/** Lets one request at a time through, each so long after the one before. A wiki that complains is asked more slowly. */
export class Throttle {
  private last = -Infinity;
  private readonly serially = pLimit(1);

  constructor(
    private readonly clock: Clock,
    private gapMs: number,
  ) {}

  /** Runs `work` when it is its turn. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.serially(async () => {
      await this.clock.sleep(Math.max(0, this.last + this.gapMs - this.clock.now()), signal);
      this.last = this.clock.now();
      return work();
    });
  }

  /** Doubles the gap for the rest of the crawl. */
  slowDown(): void {
    this.gapMs = Math.min(SLOWEST_MS, Math.max(500, this.gapMs) * 2);
  }
}
