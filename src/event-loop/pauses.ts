import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work may take so much of one turn of the event loop, whoever does it. */
const TURN_MS = 2;

/** When work began in this turn of the event loop; null where none has. */
let beganMs: number | null = null;

/**
 * Lets others in between where work goes from one promise to the next without ever waiting for anything: the event loop
 * runs all of that in one turn. All who pause share the time of a turn, so that twenty at once hold it up no longer
 * than one.
 */
export class Pauses {
  /** To be awaited between two pieces of work: undefined, or the next turn where this one has lasted long enough. */
  due(): Promise<void> | undefined {
    if (beganMs === null) {
      beganMs = performance.now();
      setImmediate(() => (beganMs = null));
    }
    return performance.now() - beganMs < TURN_MS ? undefined : nextTurn();
  }
}
