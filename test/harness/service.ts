import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './postgres';
import { running } from './running';

const ROOT = join(__dirname, '..', '..');
export const SERVICE_KEY = 'the-admin-key-of-tests';

export interface ServiceOptions {
  /** Holds the folders; made and removed with the service where not given. */
  home?: string;
  env?: Record<string, string>;
  /** False: returns as soon as the process was spawned. */
  waitUntilReady?: boolean;
  /** The program's file; that of this checkout where not given. */
  program?: string | undefined;
  /** Runs as another user, for whom rights count: root may do everything. */
  uid?: number | undefined;
}

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: string;
  json: T;
  ms: number;
}

export interface LogLine {
  level?: string | number;
  msg?: string;
  [member: string]: unknown;
}

/** Folders of a service, which instances may share. */
export class ServiceHome {
  readonly cacheDir: string;
  readonly imageDir: string;
  readonly dataDir: string;
  readonly contentDir: string;

  constructor(readonly dir = mkdtempSync(join(tmpdir(), 'lk-service-'))) {
    this.cacheDir = join(dir, 'cache');
    this.imageDir = join(dir, 'images');
    this.dataDir = join(dir, 'data');
    this.contentDir = join(dir, 'content');
    for (const folder of [this.cacheDir, this.imageDir, this.dataDir]) mkdirSync(folder, { recursive: true });
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The built service as a process of its own: `npm test` builds it first. */
export class TestService {
  readonly lines: LogLine[] = [];
  /** What it printed that is no log line. */
  noise = '';
  /** Every body that it sent in answer to `get` and `post`, for invariant I6; the latest 2000. */
  readonly bodies: string[] = [];
  exit: { code: number | null; signal: NodeJS.Signals | null } | null = null;
  private rest = '';

  private constructor(
    readonly url: string,
    readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.take(chunk.toString()));
    running.add(child);
    child.on('exit', (code, signal) => {
      this.exit = { code, signal };
      running.delete(child);
    });
  }

  /** Starts the service on a free port of 127.0.0.1, with nothing of the caller's environment but the path. */
  static async start(home: ServiceHome, options: ServiceOptions = {}): Promise<TestService> {
    return TestService.spawn(home, 'main.js', [], options);
  }

  /** Starts `npm run <command>` in the same surroundings. */
  static async command(home: ServiceHome, args: string[], env: Record<string, string> = {}): Promise<TestService> {
    return TestService.spawn(home, 'cli.js', args, { env, waitUntilReady: false });
  }

  private static async spawn(
    home: ServiceHome,
    script: string,
    args: string[],
    { env = {}, waitUntilReady = true, program, uid }: ServiceOptions,
  ): Promise<TestService> {
    const path = program ?? join(ROOT, 'dist', script);
    if (!existsSync(path)) throw new Error('the service is not built: node scripts/build.mjs');
    const port = env.PORT ?? String(await freePort());
    const child = spawn(process.execPath, [path, ...args], {
      cwd: home.dir,
      uid,
      env: {
        PATH: process.env.PATH,
        HOME: home.dir,
        HOST: '127.0.0.1',
        PORT: port,
        CACHE_DIR: home.cacheDir,
        CONTENT_DIR: home.contentDir,
        IMAGE_CACHE_DIR: home.imageDir,
        DATA_DIR: home.dataDir,
        DATABASE_URL: 'none',
        ADMIN_API_KEY: SERVICE_KEY,
        LOG_FORMAT: 'json',
        DRAIN_SECONDS: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const service = new TestService(`http://127.0.0.1:${port}`, child);
    if (waitUntilReady) await service.logged(/API is now READY/, 30_000);
    return service;
  }

  async get<T = unknown>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const startedAt = performance.now();
    const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(15_000), ...init });
    const body = await answer.text();
    const ms = performance.now() - startedAt;
    if (this.bodies.push(body.slice(0, 20_000)) > 2000) this.bodies.shift();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body, json: (isJson ? JSON.parse(body) : null) as T, ms };
  }

  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>> {
    const headers: Record<string, string> = { 'x-api-key': SERVICE_KEY };
    if (body !== undefined) headers['content-type'] = 'application/json';
    return this.get<T>(path, { method: 'POST', headers, body: body === undefined ? undefined : JSON.stringify(body) });
  }

  async status(): Promise<Status> {
    return (await this.get<Status>('/prefetch/status')).json;
  }

  /** Waits until the status fits; throws with the last one. */
  async statusUntil(fits: (status: Status) => boolean, limitMs = 30_000): Promise<Status> {
    let last: Status | null = null;
    for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) {
      last = await this.status().catch(() => null);
      if (last && fits(last)) return last;
      if (this.exit) break;
    }
    throw new Error(`the status did not come to that: ${JSON.stringify(last)}\n${this.tail()}`);
  }

  /** Waits until every run has ended well. */
  completed(limitMs = 60_000): Promise<Status> {
    return this.statusUntil(({ is_complete }) => is_complete, limitMs);
  }

  /** Waits for a log line. */
  async logged(pattern: RegExp, limitMs = 20_000): Promise<LogLine> {
    for (const end = Date.now() + limitMs; Date.now() < end; await sleep(10)) {
      const line = this.lines.find(({ msg }) => msg !== undefined && pattern.test(msg));
      if (line) return line;
      if (this.exit) break;
    }
    throw new Error(`no log line ${String(pattern)} (exit ${JSON.stringify(this.exit)}):\n${this.tail()}`);
  }

  /** Lines of the level error or worse, and what was printed beside the log. */
  errors(): string[] {
    const lines = this.lines.filter(({ level }) => ['error', 'fatal', 50, 60].includes(level ?? ''));
    return [
      ...lines.map((line) => JSON.stringify(line)),
      ...this.noise.split('\n').filter((line) => line.trim() !== ''),
    ];
  }

  tail(count = 30): string {
    return [...this.lines.slice(-count).map((line) => JSON.stringify(line)), this.noise.slice(-2000)].join('\n');
  }

  /** Largest resident size so far, in bytes. */
  peakRss(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
  }

  kill9(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** SIGTERM; gives exit code and time. */
  async stop(limitMs = 15_000): Promise<{ code: number | null; ms: number }> {
    const startedAt = performance.now();
    await this.end('SIGTERM', limitMs);
    return { code: this.exit?.code ?? null, ms: performance.now() - startedAt };
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Waits for the end of the process. */
  async ended(limitMs = 30_000): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    for (const end = Date.now() + limitMs; Date.now() < end; await sleep(10)) if (this.exit) return this.exit;
    throw new Error(`it is still running:\n${this.tail()}`);
  }

  private async end(signal: NodeJS.Signals, limitMs = 15_000): Promise<void> {
    if (this.exit) return;
    this.child.kill(signal);
    if (signal === 'SIGTERM') this.child.kill('SIGCONT');
    await this.ended(limitMs).catch(async (error: unknown) => {
      this.child.kill('SIGKILL');
      throw error;
    });
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      try {
        this.lines.push(JSON.parse(line) as LogLine);
      } catch {
        this.noise += `${line}\n`;
      }
    }
  }
}

export interface RunReport {
  stage: string;
  universe: string;
  run_id: string | null;
  log_id: number | null;
  articles_total: number;
  articles_processed: number;
  articles_created: number;
  articles_updated: number;
  articles_unchanged: number;
  articles_rejected: number;
  images_total: number;
  images_downloaded: number;
  images_cached: number;
  images_failed: number;
  waiting_for: { holder: string; since: string } | null;
  paused_reason: string | null;
  errors: { code: string; message: string; count: number }[];
}

export interface Status {
  is_complete: boolean;
  is_running: boolean;
  progress: RunReport;
  universes: Record<string, RunReport>;
  jobs: { mode: string; connected: boolean; warnings: string[]; failed: number | null; paused: boolean | null };
}

/** The built service with folders of its own, as tests of its answers want it. */
export interface RunningService {
  /** Ends with a slash. */
  readonly url: string;
  readonly adminKey: string;
  /** What it has logged so far. */
  log(): string;
  /** SIGTERM, then SIGKILL; removes its folders. */
  stop(): Promise<void>;
}

/** Starts the service as an operator does: with the embedded Postgres and its images, unless told otherwise. */
export async function startService(env: Record<string, string> = {}, program?: string): Promise<RunningService> {
  const home = new ServiceHome();
  const service = await TestService.start(home, {
    env: { DATABASE_URL: '', PREFETCH_IMAGES: 'true', ...env },
    program,
  });
  const stop = async () => {
    await service.stop().catch(() => undefined);
    home.remove();
  };
  return { url: `${service.url}/`, adminKey: SERVICE_KEY, log: () => service.tail(1000), stop };
}
