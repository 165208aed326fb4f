import { parentPort, workerData } from 'node:worker_threads';
import { buildDataset, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';

/** What the worker thread tells the service. */
export type WorkerMessage =
  | { kind: 'progress'; progress: BuildProgress }
  | { kind: 'result'; result: BuildResult }
  | { kind: 'error'; message: string; stack: string };

const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

buildDataset(workerData as BuildRequest, (progress) => tell({ kind: 'progress', progress })).then(
  (result) => tell({ kind: 'result', result }),
  (error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'error', message, stack });
  },
);
