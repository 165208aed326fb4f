import { availableParallelism, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { buildDatasetBy, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import { IN_THIS_THREAD, type BuildThreads } from './build-threads';
import { SecondThread, serveSecondThread } from './second-thread';

/*
 * The program of the process that builds datasets, and of its second thread. It ends with its build, or with the process
 * that asked for it.
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

async function build({ request }: BuildTask, threads: BuildThreads): Promise<void> {
  const onProgress = (progress: BuildProgress) => void tell({ kind: 'progress', progress });
  try {
    tell({ kind: 'result', result: await buildDatasetBy(threads, request, onProgress) }, leave);
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'error', message, stack }, leave);
  }
}

if (parentPort) {
  serveSecondThread(parentPort);
} else if (process.send) {
  try {
    setPriority(NICENESS);
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
  // Two threads on one core would only take turns.
  const threads = availableParallelism() > 1 ? new SecondThread(__filename) : IN_THIS_THREAD;
  process.once('message', (task: BuildTask) => void build(task, threads));
  process.once('disconnect', leave);
}
