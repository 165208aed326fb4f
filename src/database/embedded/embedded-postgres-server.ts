import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { parseDatabaseUrl, type DatabaseAddress } from '../../config/database-url';
import { Lease } from './lease';
import { preparePlace, type Place } from './place';
import { findPostgresBinaries } from './postgres-binaries';
import { ServerRefused, Unreachable } from '../unreachable';
import { isAlive, isPostmasterOf, postmasterPath, readPostmasterFile } from './postmaster-file';
import { WATCHDOG_SCRIPT } from './watchdog-script';

const PORT = 5432;
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 8_000;
const SHARED_GRACE_MS = 600;
const LONGEST_PAUSE_MS = 2000;

/** Small memory, nothing but the socket, and no wait for parallel workers; fsync stays on. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  // Pages would be compressed by pglz, in the time of the statements that read what was just loaded.
  wal_compression: 'off',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  effective_cache_size: '512MB',
  jit: 'off',
  io_method: 'sync',
  huge_pages: 'off',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  client_connection_check_interval: '2s',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/**
 * A real PostgreSQL from the npm package, shared by every process that uses the same data folder: whoever comes first
 * starts it, the others join, and a watchdog ends it when the last lease is gone, however its holder ended.
 */
export class EmbeddedPostgresServer {
  private readonly log = new Logger('database');
  private place: Place | null = null;
  private lease: Lease | null = null;
  private stopped = false;

  constructor(private readonly dataRoot: string) {}

  /** Joins the running server or starts one (initdb the first time), and answers when it accepts connections. */
  async start(): Promise<DatabaseAddress> {
    try {
      return await this.joinOrLaunch(this.prepare());
    } catch (error) {
      throw error instanceof Unreachable ? error : unreachable('the embedded Postgres cannot start', error);
    }
  }

  private async joinOrLaunch(place: Place): Promise<DatabaseAddress> {
    const deadline = Date.now() + START_DEADLINE_MS;
    for (
      let pauseMs = 50;
      Date.now() < deadline && !this.stopped;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)
    ) {
      if (this.lease && !this.lease.isWatched()) this.dropLease();
      this.lease ??= Lease.open(place.fifo);
      const address = this.lease ? await this.join(place, deadline) : await this.launch(place, deadline);
      if (address) return address;
      await sleep(pauseMs);
    }
    throw new Error(`it did not start in time: ${lastLines(place.logFile, 0)}`);
  }

  /** Gives the lease back and, if it was the last one, waits until the server has stopped. */
  async stop(): Promise<void> {
    this.stopped = true;
    const place = this.place;
    if (!place || !this.lease) return;
    this.dropLease();
    const begun = Date.now();
    for (let stopping = false; Date.now() - begun < (stopping ? STOP_DEADLINE_MS : SHARED_GRACE_MS); await sleep(10)) {
      const file = readPostmasterFile(place.dataDir);
      if (!file || !isAlive(file.pid)) return;
      stopping ||= file.status === 'stopping';
    }
  }

  /** The folder of the server's files, once it was started. */
  get dataDir(): string | null {
    return this.place?.dataDir ?? null;
  }

  private prepare(): Place {
    if (this.place) return this.place;
    const binaries = findPostgresBinaries();
    if (!binaries) throw new ServerRefused(`there is no embedded Postgres for ${process.platform}-${process.arch}`);
    const place = preparePlace(this.dataRoot, binaries);
    refuseStrangeData(place.dataDir, binaries.major);
    for (const notice of place.notices) this.log.warn({ msg: 'embedded Postgres moved', notice });
    return (this.place = place);
  }

  private dropLease(): void {
    this.lease?.close();
    this.lease = null;
  }

  /** Null once nobody watches the lease: that asks the watcher, which ends where its server is dead. */
  private async join(place: Place, deadline: number): Promise<DatabaseAddress | null> {
    while (Date.now() < deadline && this.lease?.isWatched()) {
      const file = readPostmasterFile(place.dataDir);
      // A killed server leaves its file behind.
      if (file?.status === 'ready' && isPostmasterOf(file.pid, place.dataDir))
        return addressOf(file.socketDir, file.port);
      await sleep(10);
    }
    return null;
  }

  private async launch(place: Place, deadline: number): Promise<DatabaseAddress | null> {
    if (!(await removeOrphan(place, this.log))) return null;
    if (!existsSync(join(place.dataDir, 'PG_VERSION'))) await initialise(place);
    const logged = existsSync(place.logFile) ? statSync(place.logFile).size : 0;
    const watchdog = startWatchdog(place);
    const pid = await firstLine(watchdog);
    this.lease = pid === null ? null : Lease.open(place.fifo);
    watchdog.stdin?.end('\n');
    if (pid === null) throw new Error(lastLines(place.logFile, logged));
    while (Date.now() < deadline && watchdog.exitCode === null) {
      const file = readPostmasterFile(place.dataDir);
      if (file?.pid === pid && file.status === 'ready') return addressOf(file.socketDir, file.port);
      await sleep(5);
    }
    this.dropLease();
    // Another process was faster, or children of a killed server still hold its memory: the caller tries again.
    if (/lock file|shared memory block/.test(logSince(place.logFile, logged))) return null;
    throw new Error(lastLines(place.logFile, logged));
  }
}

/** A unix socket, whose folder only its owner can enter. */
function addressOf(socketDir: string, port: number): DatabaseAddress {
  return { ...parseDatabaseUrl('postgres://postgres@localhost/postgres'), host: socketDir, port };
}

/** Data of another version, or a folder that is not whole: neither is touched. */
function refuseStrangeData(dataDir: string, major: number): void {
  const file = join(dataDir, 'PG_VERSION');
  if (!existsSync(dataDir) || (!existsSync(file) && readdirSync(dataDir).length === 0)) return;
  const found = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : NaN;
  if (found === major) return;
  const what = Number.isNaN(found)
    ? 'are damaged: they have no valid PG_VERSION'
    : `are of PostgreSQL ${found}, the embedded one is ${major}`;
  throw new ServerRefused(
    `the data of the embedded Postgres ${what}: move that folder away (everything is loaded anew from the file cache) or restore a backup`,
    { cause: new Error(`the data in ${dataDir} ${what}`) },
  );
}

/** For the outside without paths, which the log may hold. */
function unreachable(what: string, cause: unknown): Unreachable {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new Unreachable(`${what}: ${detail.replace(/(^|[\s"'(])\/[^\s"')]*/g, '$1…')}`, { cause });
}

/** Without user's settings of libpq or locale: the server's behaviour must not depend on the caller's shell. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function identity(place: Place): { uid?: number; gid?: number; cwd: string; env: Record<string, string> } {
  const { runAs } = place;
  return { ...(runAs ? { uid: runAs.uid, gid: runAs.gid } : {}), cwd: '/', env: ENVIRONMENT };
}

/** initdb into a folder beside the final one; the rename decides a race, the loser's copy is thrown away. */
async function initialise(place: Place): Promise<void> {
  sweepUnfinished(place);
  const fresh = `${place.dataDir}.new-${randomBytes(4).toString('hex')}`;
  const args = ['-D', fresh, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  try {
    await run(join(place.binariesDir, 'bin', 'initdb'), args, place);
    renameSync(fresh, place.dataDir);
  } catch (error) {
    if (!existsSync(join(place.dataDir, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function sweepUnfinished(place: Place): void {
  const prefix = `${basename(place.dataDir)}.new-`;
  for (const name of readdirSync(place.dir)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(place.dir, name);
    if (Date.now() - statSync(path).mtimeMs > 600_000) rmSync(path, { recursive: true, force: true });
  }
}

async function run(command: string, args: string[], place: Place): Promise<void> {
  const child = spawn(command, args, { ...identity(place), stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${basename(command)} failed: ${output.trim()}`);
}

function startWatchdog(place: Place): ChildProcess {
  if (existsSync(place.logFile) && statSync(place.logFile).size > 1_000_000) truncateSync(place.logFile);
  const settings = { ...SETTINGS, unix_socket_directories: place.socketDir };
  const args = ['-D', place.dataDir, '-p', String(PORT)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const postgres = join(place.binariesDir, 'bin', 'postgres');
  const child = spawn(
    '/bin/sh',
    ['-c', WATCHDOG_SCRIPT, 'lorekeeper-postgres', place.fifo, place.logFile, postgres, ...args],
    // A process group of its own: Ctrl-C at the terminal must reach us, not Postgres beneath us.
    { ...identity(place), detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return child;
}

/** The process id that the watchdog prints; null if it ended without. */
async function firstLine(child: ChildProcess): Promise<number | null> {
  const text = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(''));
  });
  child.stdout?.destroy();
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) ? pid : null;
}

/**
 * Stops a server that no watchdog guards (its watchdog was killed), and removes the traces of one that is gone.
 * False where a guarded one is there after all: another process was faster.
 */
async function removeOrphan(place: Place, log: Logger): Promise<boolean> {
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

/** What was logged after that many bytes: the file is kept from start to start. */
function logSince(logFile: string, offset: number): string {
  if (!existsSync(logFile)) return '';
  const log = readFileSync(logFile);
  // It is cut when it has grown large.
  return log.subarray(log.length < offset ? 0 : offset).toString();
}

function lastLines(logFile: string, offset: number): string {
  const lines = logSince(logFile, offset).trim().split('\n').slice(-4);
  if (lines[0] === '') return 'it left no log';
  return lines.map((line) => line.replace(/^.*?(FATAL|ERROR|HINT|DETAIL|LOG|WARNING):\s*/, '')).join('; ');
}
