/** All work in steps together may take so much of one turn of the event loop. */
const TURN_MS = 2;

/** Those who pause, first come, first served; only as many go on in a turn as there is time for. */
const waiting: (() => void)[] = [];
let turnBegan: number | null = null;

/**
 * To be awaited between two pieces of work that would never wait for anything: undefined while there is time in this
 * turn of the event loop, else the turn in which it may go on. The time is shared by everyone who works in steps, so
 * that many long answers at once hold the others up no more than one does.
 */
export function pauseDue(): Promise<void> | undefined {
  if (waiting.length === 0 && isTimeLeft()) return undefined;
  return new Promise((resolve) => waiting.push(resolve));
}

function isTimeLeft(): boolean {
  if (turnBegan !== null) return performance.now() - turnBegan < TURN_MS;
  turnBegan = performance.now();
  setImmediate(beginTurn);
  return true;
}

function beginTurn(): void {
  turnBegan = null;
  if (waiting.length > 0) admit();
}

/** Lets one go on, and the next one behind its piece of work. */
function admit(): void {
  if (!isTimeLeft()) return;
  waiting.shift()?.();
  if (waiting.length > 0) queueMicrotask(admit);
}
