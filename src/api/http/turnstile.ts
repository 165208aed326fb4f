import { Problem } from '../../problem/problem';

/** Longest queue, in requests and in estimated milliseconds. */
export interface TurnstileLimits {
  maxWaiting: number;
  maxWaitMs: number;
}

const LIMITS: TurnstileLimits = { maxWaiting: 1000, maxWaitMs: 1000 };

/**
 * Lets one expensive request into each turn of the event loop, so that cheap ones are answered in between,
 * and refuses those that would wait too long anyway.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private head = 0;
  private occupied = false;
  /** Moving average of the time that one turn takes. */
  private turnMs = 1;
  private turnBegan = 0;

  constructor(private readonly limits: TurnstileLimits = LIMITS) {}

  /** Resolves when it is this request's turn. Throws Problem OVERLOADED. */
  enter(): Promise<void> | void {
    if (!this.occupied) {
      this.begin();
      return;
    }
    const ahead = this.waiting.length - this.head;
    if (ahead >= this.limits.maxWaiting || ahead * this.turnMs > this.limits.maxWaitMs) {
      throw new Problem('OVERLOADED', 'Too many searches are waiting already; ask again in a moment.', {
        retryAfterSeconds: Math.max(1, Math.ceil((ahead * this.turnMs) / 1000)),
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private begin(): void {
    this.occupied = true;
    this.turnBegan = performance.now();
    setImmediate(() => this.next());
  }

  private next(): void {
    const took = performance.now() - this.turnBegan;
    this.turnMs += (took - this.turnMs) * 0.1;
    const resolve = this.waiting[this.head];
    if (!resolve) {
      this.waiting.length = 0;
      this.head = 0;
      this.occupied = false;
      return;
    }
    this.head++;
    if (this.head > 512) {
      this.waiting.splice(0, this.head);
      this.head = 0;
    }
    this.begin();
    resolve();
  }
}
