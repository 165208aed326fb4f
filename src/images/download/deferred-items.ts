import type { Clock } from '../../egress/clock';

interface Deferred<T> {
  item: T;
  dueAt: number;
}

/** Items that wait for their time; few enough that a sorted list does. */
export class DeferredItems<T> {
  private readonly items: Deferred<T>[] = [];

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.items.length;
  }

  add(item: T, delayMs: number): void {
    const dueAt = this.clock.now() + delayMs;
    let at = this.items.length;
    while (at > 0 && this.items[at - 1]!.dueAt > dueAt) at -= 1;
    this.items.splice(at, 0, { item, dueAt });
  }

  takeDue(): T | null {
    const first = this.items[0];
    if (!first || first.dueAt > this.clock.now()) return null;
    this.items.shift();
    return first.item;
  }

  /** Resolves when the first is due; rejects when the signal aborts. */
  async whenDue(signal: AbortSignal): Promise<void> {
    const first = this.items[0];
    if (first) await this.clock.sleep(first.dueAt - this.clock.now(), signal);
  }
}
