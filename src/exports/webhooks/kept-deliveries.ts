import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An event on its way to one address. */
export interface Delivery {
  id: string;
  url: string;
  type: 'dataset.published' | 'run.failed';
  body: string;
  createdAt: number;
  attempts: number;
  nextAt: number;
}

/** What waits, beyond the end of a process. */
export interface Kept {
  deliveries: Delivery[];
  /** Ids of what was told last, the newest last: it is not told again. */
  told: string[];
}

export async function readKept(file: string): Promise<Kept> {
  try {
    const { deliveries = [], told = [] } = JSON.parse(await readFile(file, 'utf8')) as Partial<Kept>;
    return { deliveries, told };
  } catch {
    // None yet, or one that is cut: whoever missed an event sees it in `changes`.
    return { deliveries: [], told: [] };
  }
}

/** Writes it whole or not at all. */
export async function writeKept(file: string, kept: Kept): Promise<void> {
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(temporary, JSON.stringify(kept), { flush: true, mode: 0o600 });
  await rename(temporary, file);
}
