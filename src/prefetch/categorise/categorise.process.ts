import { setPriority } from 'node:os';
import { buildDataset, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import { toSentError, type SentError } from './sent-error';

/*
 * The program of the process that builds datasets. It ends with its build, or with the process that asked for it.
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

async function build({ request }: BuildTask): Promise<void> {
  const onProgress = (progress: BuildProgress) => void tell({ kind: 'progress', progress });
  try {
    tell({ kind: 'result', result: await buildDataset(request, onProgress) }, leave);
  } catch (error) {
    tell(toSentError(error), leave);
  }
}

if (process.send) {
  try {
    setPriority(NICENESS);
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
  process.once('message', (task: BuildTask) => void build(task));
  process.once('disconnect', leave);
}
