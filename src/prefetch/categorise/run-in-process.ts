import { fork } from 'node:child_process';
import { RunFailure } from '../run-failure';
import type { ListContent } from '../../file-cache/universe-sources';
import { findUntouched, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import { fromSentError } from './sent-error';
import type { ProcessMessage, Task } from './categorise.process';

/** Runs `buildDataset` away from the serving process. */
export type RunBuild = (
  request: BuildRequest,
  onProgress: (progress: BuildProgress) => void,
  signal?: AbortSignal,
) => Promise<BuildResult>;
/** The provider of a RunBuild. */
export const RUN_BUILD = Symbol('RunBuild');

const HEAP = ['--max-old-space-size=2048'];
/** Of the C library: large buffers go back to the system as soon as they are free. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '65536' };
const MOST_STDERR = 8192;

/**
 * Starts `script` as a process for one build: it may take the other processor, or all the memory it is given, and the
 * service goes on. An abort ends the process; its drafts are swept later.
 */
export function runInProcess(script: string): RunBuild {
  return async (request, onProgress, signal) => {
    // A restart with nothing changed is the usual one, and not worth a process.
    const key = await findUntouched(request);
    if (key !== null) return { status: 'unchanged', key };
    return inProcess<BuildResult>(script, { kind: 'build', request }, onProgress, signal);
  };
}

/** Has such a process read the per-article files. */
export function listInProcess(script: string): ListContent {
  return (contentDir, knownIds) =>
    inProcess<string[]>(script, { kind: 'list', contentDir, knownIds: [...knownIds] }, () => undefined);
}

function inProcess<T extends BuildResult | string[]>(
  script: string,
  task: Task,
  onProgress: (progress: BuildProgress) => void,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // It needs nothing of the environment, where secrets are.
    const child = fork(script, [], {
      execArgv: HEAP,
      env: ALLOCATOR,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const stop = () => void child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    let lastWords = '';
    child.stderr?.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-MOST_STDERR)));
    child.on('message', (message: ProcessMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'result') resolve(message.result as T);
      else reject(fromSentError(message));
    });
    child.on('error', reject);
    // Not `exit`: what it said last may still be on its way.
    child.on('close', (_, killedBy) => {
      signal?.removeEventListener('abort', stop);
      reject(signal?.aborted ? (signal.reason as Error) : endedEarly(killedBy, lastWords));
    });
    child.send(task, (error) => error && stop());
  });
}

function endedEarly(killedBy: NodeJS.Signals | null, lastWords: string): Error {
  const why = 'The process that categorises was killed, perhaps for want of memory; run it again';
  const error = killedBy
    ? new RunFailure('BUILD_KILLED', `${why} (${killedBy})`)
    : new Error('the categorise process ended without a result');
  return lastWords === '' ? error : Object.assign(error, { stack: `${error.message}\n${lastWords}` });
}
