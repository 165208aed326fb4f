import { resolve, sep } from 'node:path';
import type { FilesConfig } from '../config/config';
import { systemErrorOf } from '../processes/sent-error';
import { RunPaused } from './run-failure';

/** What the system refuses for a while, or until somebody helps: code and words of the run that waits for it. */
const CAUSES: Record<string, [code: string, words: (folder: string) => string]> = {
  ENOSPC: ['DISK_FULL', (folder) => `The disk of ${folder} is full`],
  EDQUOT: ['DISK_FULL', (folder) => `The quota of disk space for ${folder} is used up`],
  EACCES: ['NOT_PERMITTED', (folder) => `The user that the service runs as may not read and write all of ${folder}`],
  EPERM: ['NOT_PERMITTED', (folder) => `The user that the service runs as may not read and write all of ${folder}`],
  EROFS: ['READ_ONLY_DISK', (folder) => `The disk of ${folder} can only be read`],
  ENOTDIR: ['NOT_A_FOLDER', (folder) => `Something else lies where ${folder} should be a folder`],
  EEXIST: ['NOT_A_FOLDER', (folder) => `Something else lies where ${folder} should be a folder`],
  EIO: ['DISK_ERROR', (folder) => `The disk of ${folder} fails to read or write`],
  EMFILE: ['TOO_MANY_OPEN_FILES', () => 'The process has as many files open as it may'],
  ENFILE: ['TOO_MANY_OPEN_FILES', () => 'The system has as many files open as it can'],
  ENOMEM: ['OUT_OF_MEMORY', () => 'The system has no memory left'],
  EAGAIN: ['OUT_OF_PROCESSES', () => 'The system starts no more processes'],
};

/**
 * The pause that an error of the system means; null for any other error. `writesTo`: the folder meant where the error
 * names no file, as those of writing to one that is open.
 */
export function pausedBy(error: unknown, files: FilesConfig, writesTo?: string): RunPaused | null {
  if (error instanceof RunPaused) return error;
  const { code, path = writesTo } = systemErrorOf(error);
  const cause = CAUSES[code ?? ''];
  if (!cause) return null;
  const [name, words] = cause;
  return new RunPaused(name, `${words(folderOf(path, files))}; it is tried again by itself`, { cause: error });
}

/** What the operator calls the folder that a path lies in. */
function folderOf(path: string | undefined, { cacheDir, contentDir, dataDir, universesDir }: FilesConfig): string {
  const folders = { CACHE_DIR: cacheDir, CONTENT_DIR: contentDir, DATA_DIR: dataDir, UNIVERSES_DIR: universesDir };
  const isIn = (folder: string) =>
    path !== undefined && `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
  return Object.entries(folders).find(([, folder]) => isIn(folder))?.[0] ?? 'the datasets';
}
