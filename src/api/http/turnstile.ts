import { Problem } from '../../problem/problem';

/** Longest queue, in requests and in estimated milliseconds. */
export interface TurnstileLimits {
  maxWaiting: number;
  maxWaitMs: number;
}

const LIMITS: TurnstileLimits = { maxWaiting: 1000, maxWaitMs: 1000 };

/** Expensive requests may take so much of one turn of the event loop; a single one may take more. */
const TURN_MS = 3;
/** What a request counts at most: a turn that took longer was held up by something else. */
const DEAREST_MS = 25;

/**
 * Runs the expensive part of requests, only so much in each turn of the event loop, so that cheap requests are answered
 * in between; and refuses those that would wait too long anyway.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private head = 0;
  private occupied = false;
  /** Moving average of the time that one request takes, with what else a turn has to do. */
  private requestMs = TURN_MS;
  private turnBegan = 0;
  private inTurn = 0;

  constructor(private readonly limits: TurnstileLimits = LIMITS) {}

  /** Runs `work` when it is its turn: at once where nobody waits. Throws Problem OVERLOADED. */
  run<T>(work: () => T | Promise<T>): T | Promise<T> {
    if (!this.occupied) {
      this.begin();
      return work();
    }
    const ahead = this.waiting.length - this.head;
    if (ahead >= this.limits.maxWaiting || ahead * this.requestMs > this.limits.maxWaitMs) {
      throw new Problem('OVERLOADED', 'Too many searches are waiting already; ask again in a moment.', {
        retryAfterSeconds: Math.max(1, Math.ceil((ahead * this.requestMs) / 1000)),
      });
    }
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  }

  private begin(): void {
    this.occupied = true;
    this.inTurn = 1;
    this.turnBegan = performance.now();
    setImmediate(() => this.next());
  }

  private next(): void {
    const took = (performance.now() - this.turnBegan) / this.inTurn;
    this.requestMs += (Math.min(took, DEAREST_MS) - this.requestMs) * 0.1;
    if (this.head === this.waiting.length) {
      this.waiting.length = 0;
      this.head = 0;
      this.occupied = false;
      return;
    }
    this.begin();
    this.inTurn = this.admit();
  }

  /** Returns how many there was time for. */
  private admit(): number {
    const from = this.head;
    do this.waiting[this.head++]?.();
    while (this.head < this.waiting.length && performance.now() - this.turnBegan < TURN_MS);
    const admitted = this.head - from;
    if (this.head > 512) {
      this.waiting.splice(0, this.head);
      this.head = 0;
    }
    return admitted;
  }
}
