import type { ListContent } from '../../file-cache/universe-sources';
import { runInProcess } from '../../processes/run-in-process';
import { RunFailure } from '../run-failure';
import { findUntouched, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';
import type { Task } from './categorise.process';

/** Runs `buildDataset` away from the serving process. */
export type RunBuild = (
  request: BuildRequest,
  onProgress: (progress: BuildProgress) => void,
  signal?: AbortSignal,
) => Promise<BuildResult>;
/** The provider of a RunBuild. */
export const RUN_BUILD = Symbol('RunBuild');

const PROCESS = {
  heapMb: 2048,
  killed: (by: NodeJS.Signals) =>
    new RunFailure(
      'BUILD_KILLED',
      `The process that categorises was killed, perhaps for want of memory; run it again (${by})`,
    ),
};

/** Has `script` build in a process of its own. An abort ends the process; its drafts are swept later. */
export function buildInProcess(script: string): RunBuild {
  return async (request, onProgress, signal) => {
    // A restart with nothing changed is the usual one, and not worth a process.
    const key = await findUntouched(request);
    if (key !== null) return { status: 'unchanged', key };
    const task: Task = { kind: 'build', request };
    return runInProcess<Task, BuildProgress, BuildResult>(script, task, { ...PROCESS, onProgress, signal });
  };
}

/** Has such a process read the per-article files. */
export function listInProcess(script: string): ListContent {
  return (contentDir, knownIds) => runInProcess(script, { kind: 'list', contentDir, knownIds: [...knownIds] }, PROCESS);
}
