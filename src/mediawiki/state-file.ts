import { open, readFile, rename } from 'node:fs/promises';

/** Replaces a small JSON file so that a crash leaves the old or the new one, whole. */
export async function writeState(path: string, state: unknown): Promise<void> {
  const handle = await open(`${path}.new`, 'w');
  try {
    await handle.writeFile(JSON.stringify(state));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
}

/** Reads a state; null where there is none, or none that can be read. */
export async function readState<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
