import { pauseDue } from '../event-loop/pauses';
import { Problem } from '../problem/problem';

/** Some tenths of a second of searches; whoever came later would wait too long anyway. */
const MAX_WAITING = 200;

/**
 * Load shedding: expensive work waits for a turn of the event loop that has time for it, so that cheap requests are
 * answered in between; beyond a number that waits, more of it is refused at once.
 */
export class LoadShedder {
  private waiting = 0;

  constructor(private readonly maxWaiting = MAX_WAITING) {}

  /** Runs `work`: at once where there is time. Throws Problem OVERLOADED. */
  run<T>(work: () => T | Promise<T>): T | Promise<T> {
    if (this.waiting >= this.maxWaiting) {
      throw new Problem('OVERLOADED', 'Too many searches are waiting already; ask again in a moment.', {
        retryAfterSeconds: 1,
      });
    }
    const pause = pauseDue();
    if (!pause) return work();
    this.waiting++;
    return pause.then(() => {
      this.waiting--;
      return work();
    });
  }
}
