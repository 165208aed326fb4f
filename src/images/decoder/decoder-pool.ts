import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { ImageFailure } from '../image-failure';
import { decoderArguments } from './decoder-entry';
import type { Conversion, DecoderJob, DecoderReply, DecoderRequest, Inspection } from './decoder-messages';

export interface DecoderPoolOptions {
  /** Processes at most; default one a processor, at most 4. */
  size?: number;
  /** Jobs that may wait; more are refused as `busy`. */
  maxWaiting?: number;
  /** A job that takes longer, from when its process comes to it, costs the process its life. */
  jobTimeoutMs?: number;
  /** A process without work for so long ends. */
  idleMs?: number;
  /** A process that has grown beyond this is replaced after its job. */
  maxRssBytes?: number;
}

interface Task {
  job: DecoderJob;
  resolve(result: Inspection | Conversion): void;
  reject(error: Error): void;
}

/** The inspection that a process is at, and one that it goes on with while its answer is on the way. */
const MAX_HELD = 2;

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
    this.abortWaiting();
    await Promise.all([...this.workers].map((worker) => worker.kill()));
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
    for (let task = this.waiting[0]; task; task = this.waiting[0]) {
      const worker = this.freeWorker() ?? this.workerToFollow(task);
      if (!worker) return;
      this.waiting.shift();
      worker.start(task);
    }
    this.share();
  }

  private freeWorker(): DecoderWorker | null {
    for (const worker of this.workers) if (worker.isFree) return worker;
    return this.workers.size < this.size ? this.addWorker() : null;
  }

  /** Only what reads may follow another job: should it be taken back too late, doing it twice does no harm. */
  private workerToFollow({ job }: Task): DecoderWorker | null {
    if (job.op !== 'inspect') return null;
    for (const worker of this.workers) if (worker.takesOneMore) return worker;
    return null;
  }

  /** No job waits behind another while a process has nothing to do. */
  private share(): void {
    for (const worker of this.workers) {
      if (!worker.isFree) continue;
      const task = firstOf(this.workers, (other) => other.takeBack());
      if (!task) return;
      worker.start(task);
    }
  }

  private addWorker(): DecoderWorker {
    const worker = new DecoderWorker(this.options, {
      onFree: () => this.dispatch(),
      onGone: (left) => {
        this.workers.delete(worker);
        this.waiting.unshift(...left);
        if (this.closed) this.abortWaiting();
        else this.dispatch();
      },
    });
    this.workers.add(worker);
    return worker;
  }

  private abortWaiting(): void {
    for (const task of this.waiting.splice(0)) task.reject(stopping());
  }
}

interface HeldJob {
  id: number;
  /** Null once it was taken back. */
  task: Task | null;
}

/** One process, the job it is at, and the one it goes on with. */
class DecoderWorker {
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  /** In the order in which the process does them. */
  private readonly held: HeldJob[] = [];
  private timer: NodeJS.Timeout | null = null;
  private isEnding = false;
  /** Ended by us, and not for the job it is at. */
  private isDismissed = false;
  private jobs = 0;

  constructor(
    private readonly options: DecoderPoolOptions,
    private readonly on: { onFree(): void; onGone(left: Task[]): void },
  ) {
    // An empty environment: a decoder that is taken over finds no secrets.
    this.child = spawn(process.execPath, ['--max-old-space-size=128', ...decoderArguments()], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { MALLOC_ARENA_MAX: '2' },
    });
    this.child.on('message', (reply: DecoderReply) => this.finish(reply));
    this.gone = new Promise((resolve) => {
      const end = () => {
        this.isEnding = true;
        this.stopTimer();
        on.onGone(this.takeLeft());
        resolve();
      };
      // Its last answers may still be on the way: without them it would seem to have died at a job that it had done.
      this.child.once('exit', () => {
        this.isEnding = true;
        if (this.child.connected) this.child.once('disconnect', end);
        else end();
      });
      this.child.once('error', () => this.child.pid === undefined && end());
    });
    this.setHeld(false);
    this.startTimer();
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get isFree(): boolean {
    return this.held.length === 0 && !this.isEnding;
  }

  /** Only behind an inspection: a conversion may take seconds. */
  get takesOneMore(): boolean {
    return !this.isEnding && this.held.length < MAX_HELD && this.held.every(({ task }) => task?.job.op === 'inspect');
  }

  start(task: Task): void {
    const id = ++this.jobs;
    this.held.push({ id, task });
    if (this.held.length === 1) {
      this.setHeld(true);
      this.startTimer();
    }
    this.send({ id, job: task.job });
  }

  /** The job that the process has not come to; it is told to leave it out. */
  takeBack(): Task | null {
    const next = this.isEnding ? undefined : this.held[1];
    const task = next?.task;
    if (!task) return null;
    next.task = null;
    this.send({ id: next.id, job: null });
    return task;
  }

  /** Ends the process without blaming the job that it is at. */
  async kill(): Promise<void> {
    this.isDismissed = true;
    await this.end();
  }

  private async end(): Promise<void> {
    this.isEnding = true;
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private send(request: DecoderRequest): void {
    // A send to a process that has just died fails; its end answers the task.
    this.child.send(request, () => undefined);
  }

  private finish(reply: DecoderReply): void {
    if (reply.id !== this.held[0]?.id) return;
    const task = this.held.shift()?.task;
    if ('ok' in reply) task?.resolve(reply.ok);
    else task?.reject(failureOf(reply.failure));
    if (this.isEnding) return;
    if (reply.rssBytes > (this.options.maxRssBytes ?? 384 * 1024 * 1024)) {
      void this.kill();
      return;
    }
    if (this.held.length === 0) this.setHeld(false);
    this.startTimer();
    this.on.onFree();
  }

  /** What is left when the process is gone: the job that killed it fails, all others are somebody else's. */
  private takeLeft(): Task[] {
    const [first, ...others] = this.held.splice(0);
    const left = others.flatMap(({ task }) => task ?? []);
    if (!first?.task) return left;
    if (this.isDismissed) return [first.task, ...left];
    first.task.reject(new ImageFailure('undecodable', 'The image cannot be decoded.'));
    return left;
  }

  /** Either limit, of the job that it is at or of idleness, ends the process. */
  private startTimer(): void {
    this.stopTimer();
    const isIdle = this.held.length === 0;
    const ms = isIdle ? (this.options.idleMs ?? 30_000) : (this.options.jobTimeoutMs ?? 20_000);
    this.timer = setTimeout(() => void this.end(), ms);
    if (isIdle) this.timer.unref();
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  /** An idle process must not keep ours alive. */
  private setHeld(held: boolean): void {
    const channel = this.child.channel;
    if (held) {
      this.child.ref();
      channel?.ref();
    } else {
      this.child.unref();
      channel?.unref();
    }
  }
}

function firstOf<T, R>(items: Iterable<T>, find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function stopping(): ImageFailure {
  return new ImageFailure('aborted', 'The server is stopping.');
}

function failureOf(failure: Extract<DecoderReply, { failure: unknown }>['failure']): Error {
  if ('reason' in failure) return new ImageFailure(failure.reason, failure.message);
  return Object.assign(new Error('the file could not be read or written'), { code: failure.code });
}
