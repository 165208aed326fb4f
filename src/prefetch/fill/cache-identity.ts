import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names the file cache in this folder, the same for everybody who shares it. null where it has no name yet and none can
 * be written.
 */
export async function cacheIdentity(cacheDir: string): Promise<string | null> {
  const path = join(cacheDir, '.fill', 'identity');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return nullIfForbidden(error);
  }
  try {
    await mkdir(join(cacheDir, '.fill'), { recursive: true });
    await writeFile(path, randomUUID(), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return nullIfForbidden(error);
  }
  return readFile(path, 'utf8');
}

function nullIfForbidden(error: unknown): null {
  if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return null;
  throw error;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
