import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import { Unreachable } from '../unreachable';
import { Lease } from './lease';
import { PORT, type Place } from './place';
import { isPostmasterOf, postmasterPath, readPostmasterFile } from './postmaster-file';

/**
 * Stops a server that no watchdog guards (its watchdog was killed), and removes the traces of one that is gone.
 * False where a guarded one is there after all: another process was faster.
 */
export async function removeOrphan(place: Place, log: Logger): Promise<boolean> {
  // The two files by which Postgres locks its data and its socket.
  const locks = [postmasterPath(place.dataDir), `${socketOf(place.socketDir, PORT)}.lock`].map(readLock);
  const file = readPostmasterFile(place.dataDir);
  if (file && isPostmasterOf(file.pid, place.dataDir)) {
    // A watchdog reads the pipe before its server begins, so a server that is seen without a reader has none.
    if (isGuarded(place)) return false;
    log.warn({ msg: 'stopping an embedded Postgres that an earlier run left', pid: file.pid });
    await stopProcess(file.pid, place.dataDir);
    return true;
  }
  const sockets = [socketOf(place.socketDir, PORT), ...(file ? [socketOf(file.socketDir, file.port)] : [])];
  for (const socket of sockets) {
    if (!(await accepts(socket))) continue;
    if (isGuarded(place)) return false;
    throw new Unreachable('another server, which cannot be seen from here, uses the data of the embedded Postgres');
  }
  if (isGuarded(place)) return false;
  // Empty or cut as a power failure leaves it, or with a process id that is another's by now: Postgres would refuse it.
  for (const lock of locks) removeStale(lock);
  return true;
}

function socketOf(dir: string, port: number): string {
  return join(dir, `.s.PGSQL.${port}`);
}

interface LockFile {
  path: string;
  /** What it held; null where it is not there or cannot be read. */
  held: Buffer | null;
}

function readLock(path: string): LockFile {
  try {
    return { path, held: readFileSync(path) };
  } catch {
    return { path, held: null };
  }
}

function isGuarded(place: Place): boolean {
  const lease = Lease.open(place.fifo);
  lease?.close();
  return lease !== null;
}

/** Takes the file away before it looks whose it is, and puts it back where a new server has just written it. */
function removeStale({ path, held }: LockFile): void {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const found = readLock(aside).held;
  if (found !== null && (held === null || !found.equals(held))) renameSync(aside, path);
  else rmSync(aside, { recursive: true, force: true });
}

async function stopProcess(pid: number, dataDir: string): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 2000],
  ] as const) {
    if (!isPostmasterOf(pid, dataDir)) return;
    process.kill(pid, signal);
    process.kill(pid, 'SIGCONT');
    for (const end = Date.now() + waitMs; Date.now() < end && isPostmasterOf(pid, dataDir);) await sleep(20);
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path, timeout: 300 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
