import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ImageFailure } from '../image-failure';
import type { Conversion, DecoderJob, DecoderReply, Inspection } from './decoder-messages';

/** As it is built, beside the program that this file is part of. */
const PROGRAM = join(__dirname, 'decoder.process.js');
/** A process without work for so long ends. */
const IDLE_MS = 30_000;

export interface DecoderPoolOptions {
  /** What a process runs, where that is not the built program. */
  program?: string;
  /** Processes at most; default one a processor, at most 4. */
  size?: number;
  /** Jobs that may wait; more are refused as `busy`. */
  maxWaiting?: number;
  /** A job that takes longer costs its process its life. */
  jobTimeoutMs?: number;
  /** A process that has grown beyond this is replaced after its job. */
  maxRssBytes?: number;
}

interface Task {
  job: DecoderJob;
  resolve(result: Inspection | Conversion): void;
  reject(error: Error): void;
}

/**
 * Decodes images in processes of their own, each with one job at a time: a decoder that crashes, hangs or grows is
 * killed and takes nothing with it but the job that it was at.
 */
export class DecoderPool {
  private readonly workers = new Set<DecoderWorker>();
  private readonly waiting: Task[] = [];
  private readonly size: number;
  private closed = false;

  constructor(private readonly options: DecoderPoolOptions = {}) {
    this.size = options.size ?? Math.max(1, Math.min(4, availableParallelism()));
  }

  /** Decodes a file whole. Throws ImageFailure. */
  inspect(path: string): Promise<Inspection> {
    return this.run({ op: 'inspect', path }) as Promise<Inspection>;
  }

  /** Writes a variant of `path` to the new file `out`. Throws ImageFailure, or the disk's error. */
  convert(job: Omit<Extract<DecoderJob, { op: 'convert' }>, 'op'>): Promise<Conversion> {
    return this.run({ op: 'convert', ...job }) as Promise<Conversion>;
  }

  /** Starts the processes that inspections will need, so that the first of these need not wait for them. */
  warm(): void {
    if (this.closed) return;
    while (this.workers.size < this.size) this.addWorker();
  }

  /** Process ids and waiting jobs, for tests and metrics. */
  state(): { pids: number[]; waiting: number } {
    return { pids: [...this.workers].map((worker) => worker.pid), waiting: this.waiting.length };
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const task of this.waiting.splice(0)) task.reject(stopping());
    await Promise.all([...this.workers].map((worker) => worker.stop()));
  }

  private run(job: DecoderJob): Promise<Inspection | Conversion> {
    if (this.closed) return Promise.reject(stopping());
    if (this.waiting.length >= (this.options.maxWaiting ?? 2000)) {
      return Promise.reject(new ImageFailure('busy', 'Too many images are being decoded.'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      this.dispatch();
    });
  }

  private dispatch(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const worker = this.freeWorker();
      if (!worker) return;
      worker.start(this.waiting.shift()!);
    }
  }

  private freeWorker(): DecoderWorker | null {
    for (const worker of this.workers) if (worker.isFree) return worker;
    return this.workers.size < this.size ? this.addWorker() : null;
  }

  private addWorker(): DecoderWorker {
    const worker = new DecoderWorker(this.options, {
      onFree: () => this.dispatch(),
      onGone: () => {
        this.workers.delete(worker);
        this.dispatch();
      },
    });
    this.workers.add(worker);
    return worker;
  }
}

/** One process and the job it is at. */
class DecoderWorker {
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private task: Task | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isEnding = false;

  constructor(
    private readonly options: DecoderPoolOptions,
    private readonly on: { onFree(): void; onGone(): void },
  ) {
    // An empty environment: a decoder that is taken over finds no secrets.
    this.child = spawn(process.execPath, ['--max-old-space-size=128', options.program ?? PROGRAM], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { MALLOC_ARENA_MAX: '2' },
    });
    this.child.on('message', (reply: DecoderReply) => this.finish(reply));
    this.gone = new Promise((resolve) => {
      const end = () => {
        this.isEnding = true;
        this.stopTimer();
        this.take()?.reject(new ImageFailure('undecodable', 'The image cannot be decoded.'));
        on.onGone();
        resolve();
      };
      // Its last answer may still be on the way: without it, it would seem to have died at a job that it had done.
      this.child.once('exit', () => {
        this.isEnding = true;
        if (this.child.connected) this.child.once('disconnect', end);
        else end();
      });
      this.child.once('error', () => this.child.pid === undefined && end());
    });
    this.rest();
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get isFree(): boolean {
    return this.task === null && !this.isEnding;
  }

  start(task: Task): void {
    this.task = task;
    this.child.ref();
    this.child.channel?.ref();
    this.endAfter(this.options.jobTimeoutMs ?? 20_000);
    // A send to a process that has just died fails; its end answers the task.
    this.child.send(task.job, () => undefined);
  }

  /** Ends the process without blaming the job that it is at. */
  async stop(): Promise<void> {
    this.take()?.reject(stopping());
    await this.kill();
  }

  private async kill(): Promise<void> {
    this.isEnding = true;
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private finish(reply: DecoderReply): void {
    const task = this.take();
    if ('ok' in reply) task?.resolve(reply.ok);
    else task?.reject(failureOf(reply.failure));
    if (this.isEnding) return;
    if (reply.rssBytes > (this.options.maxRssBytes ?? 384 * 1024 * 1024)) {
      void this.kill();
      return;
    }
    this.rest();
    this.on.onFree();
  }

  private take(): Task | null {
    const { task } = this;
    this.task = null;
    return task;
  }

  /** An idle process must not keep ours alive. */
  private rest(): void {
    this.child.unref();
    this.child.channel?.unref();
    this.endAfter(IDLE_MS).unref();
  }

  private endAfter(ms: number): NodeJS.Timeout {
    this.stopTimer();
    this.timer = setTimeout(() => void this.kill(), ms);
    return this.timer;
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
  }
}

function stopping(): ImageFailure {
  return new ImageFailure('aborted', 'The server is stopping.');
}

function failureOf(failure: Extract<DecoderReply, { failure: unknown }>['failure']): Error {
  if ('reason' in failure) return new ImageFailure(failure.reason, failure.message);
  return Object.assign(new Error('the file could not be read or written'), { code: failure.code });
}
