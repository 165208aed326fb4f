import type { Clock } from '../../src/egress/clock';

interface Sleeper {
  until: number;
  wake(): void;
}

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  private time = Date.parse('2026-01-01T00:00:00Z');
  private sleepers: Sleeper[] = [];

  readonly now = (): number => this.time;

  get sleeping(): number {
    return this.sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { until: this.time + ms, wake: resolve };
      if (ms <= 0) return setImmediate(resolve);
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  /** Moves on and wakes whoever is due. */
  advance(ms: number): void {
    this.time += ms;
    const due = this.sleepers.filter((sleeper) => sleeper.until <= this.time);
    this.sleepers = this.sleepers.filter((sleeper) => sleeper.until > this.time);
    for (const sleeper of due) sleeper.wake();
  }

  /** Moves to the next sleeper's time; false where nobody sleeps. */
  advanceToNext(): boolean {
    if (this.sleepers.length === 0) return false;
    const next = Math.min(...this.sleepers.map((sleeper) => sleeper.until));
    this.advance(Math.max(0, next - this.time));
    return true;
  }
}
