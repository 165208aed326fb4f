import { setPriority } from 'node:os';
import { listContentUniverses } from '../../file-cache/per-article-files';
import { buildDataset, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import { toSentError, type SentError } from './sent-error';

/*
 * The program of the process that builds datasets. It ends with its build, or with the process that asked for it.
 */

/** What tells the process what it is to do: build a dataset, or find out whose per-article files there are. */
export type Task = { kind: 'build'; request: BuildRequest } | { kind: 'list'; contentDir: string; knownIds: string[] };

/** What the process tells the service. */
export type ProcessMessage =
  { kind: 'progress'; progress: BuildProgress } | { kind: 'result'; result: BuildResult | string[] } | SentError;

/** Answers come first: a build may use what the server leaves of the processors. */
const NICENESS = 10;

const tell = (message: ProcessMessage, then?: () => void) => process.send?.(message, undefined, undefined, then);
/** What is said last is on its way before the process ends. */
const leave = () => process.exit();

function carryOut(task: Task): Promise<BuildResult | string[]> {
  if (task.kind === 'list') return listContentUniverses(task.contentDir, task.knownIds);
  return buildDataset(task.request, (progress) => void tell({ kind: 'progress', progress }));
}

async function work(task: Task): Promise<void> {
  try {
    const result = await carryOut(task);
    tell({ kind: 'result', result }, leave);
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
  process.once('message', (task: Task) => void work(task));
  process.once('disconnect', leave);
}
