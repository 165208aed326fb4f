import { Worker } from 'node:worker_threads';
import { findUntouched, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import type { BuildTask, WorkerMessage } from './categorise-worker';
import { THREAD_LIMITS } from './index-thread';

/** Runs `buildDataset` away from the serving thread. */
export type RunBuild = (
  request: BuildRequest,
  onProgress: (progress: BuildProgress) => void,
  signal?: AbortSignal,
) => Promise<BuildResult>;

/** Starts `script` as a worker thread for one build; an abort ends the thread, its drafts are swept later. */
export function runInWorker(script: string): RunBuild {
  return async (request, onProgress, signal) => {
    // A restart with nothing changed is the usual one, and not worth a thread.
    const key = await findUntouched(request);
    return key === null ? build(script, request, onProgress, signal) : { status: 'unchanged', key };
  };
}

function build(script: string, ...[request, onProgress, signal]: Parameters<RunBuild>): Promise<BuildResult> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const task: BuildTask = { kind: 'build', request, script };
    const worker = new Worker(script, { workerData: task, resourceLimits: THREAD_LIMITS });
    const stop = () => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'result') resolve(message.result);
      else reject(Object.assign(new Error(message.message), { stack: message.stack }));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(signal?.aborted ? (signal.reason as Error) : new Error('the categorise worker ended without a result'));
    });
  });
}
