import { availableParallelism, setPriority } from 'node:os';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import {
  buildDatasetBy,
  IN_THIS_THREAD,
  type BuildProgress,
  type BuildRequest,
  type BuildResult,
  type BuildThreads,
} from './build-dataset';
import { IndexThread, serveIndexer, type IndexTask } from './index-thread';
import { RowThread, serveRows, type RowTask } from './row-thread';

/*
 * The program of the process that builds datasets: two threads in a row, and this is the program of either. It ends
 * with its build, or with the process that asked for it.
 */

/** What tells the process what it is to build. */
export interface BuildTask {
  request: BuildRequest;
}

/** What the process tells the service. */
export type ProcessMessage =
  | { kind: 'progress'; progress: BuildProgress }
  | { kind: 'result'; result: BuildResult }
  | { kind: 'error'; message: string; stack: string };

/** Answers come first: a build may use what the server leaves of the processors. */
const NICENESS = 10;

const tell = (message: ProcessMessage, then?: () => void) => process.send?.(message, undefined, undefined, then);
/** What is said last is on its way before the process ends. */
const leave = () => process.exit();

async function build({ request }: BuildTask): Promise<void> {
  // Two threads on one core would only take turns.
  const threads: BuildThreads =
    availableParallelism() > 1
      ? {
          openIndexer: (options) => new IndexThread(__filename, options),
          openHelper: (rules) => new RowThread(__filename, rules),
        }
      : IN_THIS_THREAD;
  const onProgress = (progress: BuildProgress) => void tell({ kind: 'progress', progress });
  try {
    tell({ kind: 'result', result: await buildDatasetBy(threads, request, onProgress) }, leave);
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'error', message, stack }, leave);
  }
}

if (!isMainThread) {
  const task = workerData as IndexTask | RowTask;
  if (!parentPort) throw new Error('a thread of a build has nobody to answer to');
  if (task.kind === 'index') serveIndexer(parentPort, task.options);
  else serveRows(parentPort, task.rules);
} else if (process.send) {
  try {
    setPriority(NICENESS);
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
  process.once('message', (task: BuildTask) => void build(task));
  process.once('disconnect', leave);
}
