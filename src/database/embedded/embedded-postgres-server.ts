import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { parseDatabaseUrl, type DatabaseAddress } from '../../config/database-url';
import { ServerRefused, Unreachable } from '../unreachable';
import { initialise } from './initialise';
import { Lease } from './lease';
import { preparePlace, type Place } from './place';
import { findPostgresBinaries } from './postgres-binaries';
import { lastLines, logSince } from './postgres-log';
import { isAlive, isPostmasterOf, readPostmasterFile } from './postmaster-file';
import { removeOrphan } from './remove-orphan';
import { readServerPid, startWatchdog } from './watchdog';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 8_000;
const SHARED_GRACE_MS = 600;
const LONGEST_PAUSE_MS = 2000;

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
    const pid = await readServerPid(watchdog);
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
