import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries';
import { canEnter, findOrCreatePostgresUser, findUser, type SystemUser } from './system-user';

/** Names the server's socket; it listens on no network. */
export const PORT = 5432;

/** Where the embedded server lives and as whom it runs. */
export interface Place {
  /** Holds `data/`, the lease pipe and the log. */
  dir: string;
  dataDir: string;
  fifo: string;
  logFile: string;
  socketDir: string;
  binariesDir: string;
  /** null: as the user at hand. */
  runAs: SystemUser | null;
  /** What had to be moved and why, in words; empty where everything is where one expects it. */
  notices: string[];
}

/** The longest socket path that every platform takes (macOS: 104 bytes with the closing zero). */
const LONGEST_SOCKET_PATH = 100;

/** Decides where the server's files lie, creates the folders, and moves what Postgres could not reach. Throws in words. */
export function preparePlace(dataRoot: string, binaries: PostgresBinaries): Place {
  const preferred = join(resolve(dataRoot), 'postgres');
  const runAs = process.getuid?.() === 0 ? chooseUser(preferred) : null;
  const label = createHash('sha256').update(preferred).digest('hex').slice(0, 12);
  const problems: string[] = [];
  for (const dir of [preferred, ...otherHomes(runAs !== null, label)]) {
    const problem = prepareFolder(dir, runAs);
    if (problem === null) {
      const notices =
        dir === preferred ? [] : [`Postgres cannot use ${preferred} (${problems[0]}); its data are in ${dir}`];
      const binariesDir = reachableBinaries(binaries, runAs, notices);
      return {
        dir,
        dataDir: join(dir, 'data'),
        fifo: join(dir, 'lease'),
        logFile: join(dir, 'postgres.log'),
        socketDir: prepareSocketDir(dir, label, runAs),
        binariesDir,
        runAs,
        notices,
      };
    }
    problems.push(problem);
  }
  throw new Error(`no folder for the embedded Postgres: ${problems.join('; ')}`);
}

/** Root runs Postgres as the owner of data that exist already, else as `postgres`. */
function chooseUser(dir: string): SystemUser {
  const version = join(dir, 'data', 'PG_VERSION');
  const owner = existsSync(version) ? statSync(version).uid : 0;
  const user = owner === 0 ? findOrCreatePostgresUser() : findUser(owner);
  if (!user) throw new Error('Postgres refuses to run as root, and there is no user postgres, nor can one be created');
  return user;
}

function otherHomes(isRoot: boolean, label: string): string[] {
  if (isRoot) return [`/var/lib/lorekeeper/${label}`, `/var/tmp/lorekeeper-${label}`];
  return [
    join(homedir(), '.local', 'share', 'lorekeeper', label),
    `/var/tmp/lorekeeper-${process.getuid?.() ?? 0}-${label}`,
  ];
}

/** Makes the folder and its lease pipe; null if Postgres can live there, else the reason why not. */
function prepareFolder(dir: string, runAs: SystemUser | null): string | null {
  try {
    mkdirSync(dir, { recursive: true });
    if (runAs && !canEnter(runAs, dirname(dir))) return `the user ${runAs.name} cannot enter that folder`;
    const wantedUid = runAs?.uid ?? process.getuid?.() ?? 0;
    if (runAs) chownSync(dir, runAs.uid, runAs.gid);
    chmodSync(dir, 0o700);
    const { uid, mode } = lstatSync(dir);
    if (uid !== wantedUid || (mode & 0o777) !== 0o700) return 'its file system does not keep owners and modes';
    return prepareFifo(join(dir, 'lease'), runAs);
  } catch (error) {
    return (error as Error).message.replace(/, \w+ '.*$/s, '');
  }
}

function prepareFifo(fifo: string, runAs: SystemUser | null): string | null {
  if (!existsSync(fifo)) spawnSync('mkfifo', ['-m', '600', fifo], { stdio: 'ignore', env: { PATH: '/usr/bin:/bin' } });
  if (!existsSync(fifo) || !lstatSync(fifo).isFIFO()) return 'its file system has no named pipes';
  if (runAs) chownSync(fifo, runAs.uid, runAs.gid);
  return null;
}

/** The socket lies beside the data, or in a short folder of its own where that path is too long for a socket. */
function prepareSocketDir(dir: string, label: string, runAs: SystemUser | null): string {
  if (Buffer.byteLength(join(dir, '.s.PGSQL.5432')) <= LONGEST_SOCKET_PATH) return dir;
  const wantedUid = runAs?.uid ?? process.getuid?.() ?? 0;
  const short = `/tmp/lorekeeper-${label}`;
  mkdirSync(short, { recursive: true, mode: 0o700 });
  if (runAs) chownSync(short, runAs.uid, runAs.gid);
  const { uid, mode } = lstatSync(short);
  // Somebody else's folder of that name could hold somebody else's server.
  if (uid !== wantedUid || (mode & 0o077) !== 0) throw new Error(`the folder ${short} belongs to somebody else`);
  return short;
}

function reachableBinaries(binaries: PostgresBinaries, runAs: SystemUser | null, notices: string[]): string {
  if (!runAs || canEnter(runAs, join(binaries.dir, 'bin'))) return binaries.dir;
  const copy = `/var/lib/lorekeeper/postgres-${binaries.version}`;
  if (!existsSync(copy)) copyWhole(binaries.dir, copy);
  notices.push(`The user ${runAs.name} cannot reach the installed Postgres; a copy is in ${copy}`);
  return copy;
}

function copyWhole(from: string, to: string): void {
  const partial = `${to}.${process.pid}.tmp`;
  mkdirSync(dirname(to), { recursive: true });
  try {
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Without user's settings of libpq or locale: the server's behaviour must not depend on the caller's shell. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** As whom, where and with what environment Postgres' programs run. */
export function spawnOptions(place: Place): { uid?: number; gid?: number; cwd: string; env: Record<string, string> } {
  const { runAs } = place;
  return { ...(runAs ? { uid: runAs.uid, gid: runAs.gid } : {}), cwd: '/', env: ENVIRONMENT };
}
