import { constants } from 'node:fs';
import { access, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../config/config';
import { ok, problem, warning, type Finding } from './finding';

const NODE = { major: 20, minor: 19 };
const LITTLE_BYTES = 2e9;
const TOO_LITTLE_BYTES = 200e6;
/** The image store leaves that much alone. */
const LEFT_BY_IMAGES_BYTES = 1e9;
const FULL_TODO = 'Make room: Postgres and downloads stop on a full disk.';
const NO_IMAGES_TODO = 'Make room: the last gigabyte of the disk is left alone, so that no image is stored meanwhile.';

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > NODE.major || (major === NODE.major && minor >= NODE.minor)) return ok('Node', version);
  return problem('Node', `${version} is too old`, `Install Node ${NODE.major}.${NODE.minor} or newer.`);
}

/** The folders that the service reads from or writes to. */
export async function checkFolders({ files, images }: Config): Promise<Finding[]> {
  const folders: [variable: string, path: string, mustBeWritable: boolean][] = [
    ['CACHE_DIR', files.cacheDir, false],
    ['CONTENT_DIR', files.contentDir, false],
    ['DATA_DIR', files.dataDir, true],
    ['IMAGE_CACHE_DIR', images.dir, true],
  ];
  const findings = await Promise.all(folders.map((folder) => checkFolder(...folder)));
  const data = await checkSpace('DATA_DIR', files.dataDir, TOO_LITTLE_BYTES, FULL_TODO);
  const room = await checkSpace('IMAGE_CACHE_DIR', images.dir, LEFT_BY_IMAGES_BYTES, NO_IMAGES_TODO);
  return [...findings, data, room];
}

async function checkFolder(variable: string, path: string, mustBeWritable: boolean): Promise<Finding> {
  const { isFolder, code } = await stat(path).then(
    (facts) => ({ isFolder: facts.isDirectory(), code: null }),
    (error: NodeJS.ErrnoException) => ({ isFolder: false, code: error.code ?? 'unknown' }),
  );
  const isThere = code === null;
  // Below a file nothing is there either.
  if (code !== null && code !== 'ENOENT' && code !== 'ENOTDIR') {
    const todo = 'Let the user that runs Lorekeeper enter the folders above it.';
    return problem(variable, `${path} cannot be reached (${code})`, todo);
  }
  if (!isThere && !mustBeWritable) return ok(variable, `${path} does not exist, and need not`);
  if (isThere && !isFolder) {
    return problem(variable, `${path} is no folder`, 'Name a folder, or move that file away.');
  }
  try {
    if (isThere) await access(path, constants.R_OK | constants.X_OK);
  } catch {
    return problem(variable, `${path} cannot be read`, 'Let the user that runs Lorekeeper read and enter this folder.');
  }
  const reason = await whyNotWritable(path, isThere);
  if (reason === null) return ok(variable, `${path} can be read and written`);
  const todo = 'Let the user that runs Lorekeeper write to this folder, or name another one.';
  if (mustBeWritable) return problem(variable, `${path} cannot be written to (${reason})`, todo);
  return warning(variable, `${path} can only be read (${reason}); what is built from it is kept in DATA_DIR`, todo);
}

/** null: a file could be written; a folder that is not there could be made. */
async function whyNotWritable(path: string, isThere: boolean): Promise<string | null> {
  if (!isThere) return whyNotCreatable(path);
  const probe = join(path, `.doctor-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeFile(probe, '');
    await rm(probe, { force: true });
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

/** Looks without leaving a folder behind. */
async function whyNotCreatable(path: string): Promise<string | null> {
  const full = resolve(path);
  for (let parent = dirname(full); ; parent = dirname(parent)) {
    try {
      await access(parent, constants.W_OK | constants.X_OK);
      return null;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || parent === dirname(parent)) return code ?? 'unknown';
    }
  }
}

/** A problem where less than `leastBytes` are free. */
async function checkSpace(variable: string, path: string, leastBytes: number, todo: string): Promise<Finding> {
  const what = `Space for ${variable}`;
  const facts = await freeBytes(resolve(path));
  if (facts === null) return warning(what, 'it cannot be known', 'See to it that the disk has room.');
  const says = `${(facts / 1e9).toFixed(1)} GB free`;
  if (facts < leastBytes) return problem(what, says, todo);
  if (facts < LITTLE_BYTES)
    return warning(what, says, 'A universe with its images can take some GB: make room in time.');
  return ok(what, says);
}

async function freeBytes(path: string): Promise<number | null> {
  for (let at = path; ; at = dirname(at)) {
    const facts = await statfs(at).catch(() => null);
    if (facts) return facts.bavail * facts.bsize;
    if (at === dirname(at)) return null;
  }
}
