import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lifecycle } from './lifecycle';

const LOOK_EVERY_MS = 50;
const QUIET_MS = 20;
const MOST_WINDOWS = 25;

/**
 * Takes the connections that the system has accepted already, for those would be reset with the listening socket. To be
 * called right before it closes; requests wait for that moment, or each answer would bring the next connection.
 */
export async function takeLastConnections(server: Server, lifecycle: Lifecycle): Promise<void> {
  let taken = 0;
  const count = () => taken++;
  server.on('connection', count);
  lifecycle.hold();
  for (let window = 0, before = -1; window < MOST_WINDOWS && taken !== before; window++) {
    before = taken;
    await sleep(QUIET_MS);
  }
  server.off('connection', count);
  setImmediate(() => lifecycle.release());
}

/**
 * Lets a closing server come to its end: connections go as soon as their requests have been answered, and those that
 * never ask anything do not hold it up. What is still there at `cutAt` is cut.
 */
export function hangUp(server: Server, cutAt: number): void {
  const timer = setInterval(() => {
    if (Date.now() < cutAt) server.closeIdleConnections();
    else server.closeAllConnections();
  }, LOOK_EVERY_MS);
  server.once('close', () => clearInterval(timer));
}
