import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work may take so much of one turn of the event loop. */
const TURN_MS = 2;

/**
 * Lets others in between where work goes from one promise to the next without ever waiting for anything: the event loop
 * runs all of that in one turn.
 */
export class Pauses {
  private began = performance.now();

  /** To be awaited between two pieces of work: undefined, or the next turn where this one has lasted long enough. */
  due(): Promise<void> | undefined {
    if (performance.now() - this.began < TURN_MS) return undefined;
    return nextTurn().then(() => {
      this.began = performance.now();
    });
  }
}
