import { fork } from 'node:child_process';
import { fromSentError, type SentError } from './sent-error';

/** What a process for one task tells whoever started it. */
export type ProcessMessage<Progress, Result> =
  { kind: 'progress'; progress: Progress } | { kind: 'result'; result: Result } | SentError;

export interface ProcessOptions<Progress> {
  heapMb: number;
  /** Whether it gets the environment, where secrets are; else nothing of it. */
  needsEnvironment?: boolean;
  onProgress?: (progress: Progress) => void;
  /** An abort kills the process; what it leaves is swept by whoever owns it. */
  signal?: AbortSignal;
  /** What it means that the system ended the process. */
  killed: (by: NodeJS.Signals) => Error;
}

const MOST_STDERR = 8192;

/**
 * Starts `script`, which ends in `serveTask`, as a process for one task: it may take the other processor, or all the
 * memory it is given, and the service goes on.
 */
export function runInProcess<Task extends object, Progress, Result>(
  script: string,
  task: Task,
  { heapMb, needsEnvironment = false, onProgress, signal, killed }: ProcessOptions<Progress>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = fork(script, [], {
      execArgv: [`--max-old-space-size=${heapMb}`],
      env: needsEnvironment ? undefined : {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const stop = () => void child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    let lastWords = '';
    child.stderr?.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-MOST_STDERR)));
    child.on('message', (message: ProcessMessage<Progress, Result>) => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'result') resolve(message.result);
      else reject(fromSentError(message));
    });
    child.on('error', reject);
    // Not `exit`: what it said last may still be on its way.
    child.on('close', (_, killedBy) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) return reject(signal.reason as Error);
      const error = killedBy ? killed(killedBy) : new Error('the process ended without a result');
      reject(lastWords === '' ? error : Object.assign(error, { stack: `${error.message}\n${lastWords}` }));
    });
    child.send(task, (error) => error && stop());
  });
}
