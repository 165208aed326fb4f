import { Problem } from '../../problem/problem';

/** Longest queue, in requests and in estimated milliseconds. */
export interface TurnstileLimits {
  maxWaiting: number;
  maxWaitMs: number;
}

const LIMITS: TurnstileLimits = { maxWaiting: 1000, maxWaitMs: 1000 };

/** Expensive requests may take so much of one turn of the event loop; a single one may take more. */
const TURN_MS = 3;
const MAX_IN_TURN = 4;

/**
 * Lets few expensive requests into each turn of the event loop, so that cheap ones are answered in between,
 * and refuses those that would wait too long anyway.
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

  /** Resolves when it is this request's turn. Throws Problem OVERLOADED. */
  enter(): Promise<void> | void {
    if (!this.occupied) {
      this.begin();
      return;
    }
    const ahead = this.waiting.length - this.head;
    if (ahead >= this.limits.maxWaiting || ahead * this.requestMs > this.limits.maxWaitMs) {
      throw new Problem('OVERLOADED', 'Too many searches are waiting already; ask again in a moment.', {
        retryAfterSeconds: Math.max(1, Math.ceil((ahead * this.requestMs) / 1000)),
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private begin(): void {
    this.occupied = true;
    this.inTurn = 1;
    this.turnBegan = performance.now();
    setImmediate(() => this.next());
  }

  private next(): void {
    const took = (performance.now() - this.turnBegan) / this.inTurn;
    this.requestMs += (took - this.requestMs) * 0.1;
    const fitting = Math.min(MAX_IN_TURN, Math.max(1, Math.floor(TURN_MS / this.requestMs)));
    const admitted = this.waiting.slice(this.head, this.head + fitting);
    if (admitted.length === 0) {
      this.waiting.length = 0;
      this.head = 0;
      this.occupied = false;
      return;
    }
    this.head += admitted.length;
    if (this.head > 512) {
      this.waiting.splice(0, this.head);
      this.head = 0;
    }
    this.begin();
    this.inTurn = admitted.length;
    for (const resolve of admitted) resolve();
  }
}
