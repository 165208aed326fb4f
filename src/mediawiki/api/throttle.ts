import type { Clock } from '../../egress/clock';

const SLOWEST_MS = 30_000;

/** Lets one request at a time through, each so long after the one before. A wiki that complains is asked more slowly. */
export class Throttle {
  private last = -Infinity;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private gapMs: number,
  ) {}

  /** Runs `work` when it is its turn. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.queue;
    let release: () => void = () => undefined;
    this.queue = new Promise((resolve) => (release = resolve));
    try {
      await turn;
      await this.clock.sleep(Math.max(0, this.last + this.gapMs - this.clock.now()), signal);
      this.last = this.clock.now();
      return await work();
    } finally {
      release();
    }
  }

  /** Doubles the gap for the rest of the crawl. */
  slowDown(): void {
    this.gapMs = Math.min(SLOWEST_MS, Math.max(500, this.gapMs) * 2);
  }
}
