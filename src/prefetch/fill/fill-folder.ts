import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../../problem/problem';

/** Private folder of a universe's imports, crawls and reports: beside the data, out of every reader's sight. */
export function fillFolder(cacheDir: string, universe: string): string {
  return join(cacheDir, '.fill', universe);
}

interface Holder {
  pid: number;
  host: string;
}

/**
 * Runs `work` as the only one that fills this universe in this folder. A second one is refused; the lock of a process
 * that is gone is taken over.
 */
export async function withFillLock<T>(cacheDir: string, universe: string, work: () => Promise<T>): Promise<T> {
  const dir = fillFolder(cacheDir, universe);
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'lock');
  await take(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname() };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(JSON.stringify(holder));
      await handle.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isHeld(path)) break;
    await rm(path, { force: true });
  }
  throw new Problem('CONFLICT', 'Another process fills this universe at the moment. Wait for it, or stop it.');
}

async function isHeld(path: string): Promise<boolean> {
  const holder = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as Holder,
    () => null,
  );
  if (!holder) return false;
  // Of another host nothing can be known; its lock is removed by hand, or by that host.
  if (holder.host !== hostname()) return true;
  if (holder.pid === process.pid) return true;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
