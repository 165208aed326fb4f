import { availableParallelism, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { buildDatasetBy, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import { LocalIndexer, type OpenIndexer } from './rows-indexer';
import { toSentError, type SentError } from './sent-error';
import { serveIndexer, ThreadIndexer } from './thread-indexer';

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
  { kind: 'progress'; progress: BuildProgress } | { kind: 'result'; result: BuildResult } | SentError;

/** Answers come first: a build may use what the server leaves of the processors. */
const NICENESS = 10;

const tell = (message: ProcessMessage, then?: () => void) => process.send?.(message, undefined, undefined, then);
/** What is said last is on its way before the process ends. */
const leave = () => process.exit();

async function build({ request }: BuildTask, openIndexer: OpenIndexer): Promise<void> {
  const onProgress = (progress: BuildProgress) => void tell({ kind: 'progress', progress });
  try {
    tell({ kind: 'result', result: await buildDatasetBy(openIndexer, request, onProgress) }, leave);
  } catch (error) {
    tell(toSentError(error), leave);
  }
}

if (parentPort) {
  serveIndexer(parentPort);
} else if (process.send) {
  try {
    setPriority(NICENESS);
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
  const script = process.argv[1] ?? __filename;
  // Two threads on one core would only take turns.
  const isShared = availableParallelism() > 1;
  const openIndexer: OpenIndexer = (job) => (isShared ? new ThreadIndexer(script, job) : new LocalIndexer(job));
  process.once('message', (task: BuildTask) => void build(task, openIndexer));
  process.once('disconnect', leave);
}
