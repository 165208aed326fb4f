import type { Server } from 'node:http';

const LOOK_EVERY_MS = 50;
/** For requests that run when the server closes; what is still there afterwards is cut. */
const GRACE_MS = 6_000;

/**
 * Lets a closing server come to its end: connections go as soon as their requests have been answered, and those that
 * never ask anything do not hold it up.
 */
export function hangUp(server: Server): void {
  const deadline = Date.now() + GRACE_MS;
  const timer = setInterval(() => {
    if (Date.now() < deadline) server.closeIdleConnections();
    else server.closeAllConnections();
  }, LOOK_EVERY_MS);
  server.once('close', () => clearInterval(timer));
}
