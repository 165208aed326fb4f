import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './postgres';

/** A real Redis on 127.0.0.1 of a test file's own; call `stop()` in afterAll. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** SIGKILL; what was not written to disk is lost, as in real life. */
  kill9(): Promise<void>;
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Sends one command of plain words and gives the raw answer. */
  command(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface TestRedisOptions {
  port?: number;
  /** False: everything is lost with the process. */
  persistent?: boolean;
  settings?: string[];
}

/** Is there a redis-server? Where there is none the tests are skipped with a message, but never in CI. */
function hasRedis(): boolean {
  const isThere = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!isThere && process.env.CI === 'true') throw new Error('CI needs redis-server: apt-get install redis-server');
  if (!isThere) console.warn('Skipped: these tests need redis-server (apt-get install redis-server)');
  return isThere;
}

/** `describe`, skipped where there is no redis-server. */
export const describeWithRedis: jest.Describe = hasRedis() ? describe : describe.skip;

/** Starts a Redis that keeps its data in a folder of its own (append-only file), or not at all. */
export async function startTestRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const server = new Server(options.port ?? (await freePort()), options);
  await server.restart();
  return server;
}

class Server implements TestRedis {
  private readonly dir = mkdtempSync(join(tmpdir(), 'lk-redis-'));
  private child: ChildProcess | null = null;

  constructor(
    readonly port: number,
    private readonly options: TestRedisOptions,
  ) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    const { persistent = true, settings = [] } = this.options;
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.dir, '--save', ''];
    args.push('--appendonly', persistent ? 'yes' : 'no', '--appendfsync', 'always', ...settings);
    this.child = spawn('redis-server', args, { stdio: 'ignore' });
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
      if ((await this.command('PING').catch(() => '')) === '+PONG') return;
    }
    throw new Error('redis-server did not start');
  }

  async kill9(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  command(...words: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1');
      const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.once('error', reject);
      socket.once('connect', () => socket.write(`*${words.length}\r\n${parts.join('')}`));
      socket.once('data', (answer) => {
        socket.destroy();
        resolve(answer.toString().trimEnd());
      });
    });
  }

  async stop(): Promise<void> {
    await this.kill9();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
