import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { buildDatasetBy, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import { IndexThread, serveIndexer, type IndexTask } from './index-thread';
import { LocalIndexer, type IndexerOptions } from './rows-indexer';

/** What tells a worker thread that it is to build; `script` is its own, for a further thread. */
export interface BuildTask {
  kind: 'build';
  request: BuildRequest;
  script: string;
}

/** What the worker thread tells the service. */
export type WorkerMessage =
  | { kind: 'progress'; progress: BuildProgress }
  | { kind: 'result'; result: BuildResult }
  | { kind: 'error'; message: string; stack: string };

const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

function build({ request, script }: BuildTask): void {
  // Two threads on one core would only take turns.
  const openIndexer = (options: IndexerOptions) =>
    availableParallelism() > 1 ? new IndexThread(script, options) : new LocalIndexer(options);
  buildDatasetBy(openIndexer, request, (progress) => tell({ kind: 'progress', progress })).then(
    (result) => tell({ kind: 'result', result }),
    (error: unknown) => {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      tell({ kind: 'error', message, stack });
    },
  );
}

const task = workerData as BuildTask | IndexTask;
if (task.kind === 'build') build(task);
else if (parentPort) serveIndexer(parentPort, task.options);
