import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';

/** From the begin of the end, what is under way has so long to come to its own end. */
const CUT_AFTER_MS = 8_500;

/** Where the process is in its life, as far as callers may notice. */
export class Lifecycle implements BeforeApplicationShutdown {
  private leavingSince: number | null = null;
  private drainedAt = 0;
  private held: (() => void)[] | null = null;

  /** `/ready` says no from now on, so that balancers send nobody new; requests are answered for so long at least. */
  drain(forMs = 0): void {
    if (this.leavingSince !== null) return;
    this.leavingSince = Date.now();
    this.drainedAt = this.leavingSince + forMs;
  }

  /** The server closes when the balancers have noticed. */
  async beforeApplicationShutdown(): Promise<void> {
    await sleep(Math.max(0, this.drainedAt - Date.now()));
  }

  get isServing(): boolean {
    return this.leavingSince === null;
  }

  /** When connections are cut whatever they wait for. */
  get cutAt(): number {
    return (this.leavingSince ?? Date.now()) + CUT_AFTER_MS;
  }

  /** Whether requests wait for `release`. */
  get isHolding(): boolean {
    return this.held !== null;
  }

  /** Requests wait from now on: who waits for an answer opens no further connection. */
  hold(): void {
    this.held ??= [];
  }

  /** Has the work done when `release` is called. */
  whenReleased(work: () => void): void {
    this.held?.push(work);
  }

  release(): void {
    const { held } = this;
    this.held = null;
    for (const work of held ?? []) work();
  }
}
