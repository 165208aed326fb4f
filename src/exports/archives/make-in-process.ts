import type { Config } from '../../config/config';
import type { OpenSnapshots } from '../../dataset/open-snapshots';
import type { ImageStore } from '../../images/store/image-store';
import { Problem, type ProblemCode } from '../../problem/problem';
import { runInProcess } from '../../processes/run-in-process';
import { unavailable } from './archive-failure';
import type { ArchiveOrder, WriteArchive } from './write-archive';

/** What the process is told to do. */
export interface ArchiveTask {
  order: ArchiveOrder;
  path: string;
  scratch: string;
  config: Config;
}

/** What came of it: nothing to say, or what whoever asked is to be told. */
export type ArchiveOutcome = { code: ProblemCode; detail: string } | null;

const HEAP_MB = 1024;

/** Has `script` make archives in a process of its own, from the files where they hold the dataset, else from Postgres. */
export function makeInProcess(
  script: string,
  { config, snapshots, images }: { config: Config; snapshots: OpenSnapshots; images: Pick<ImageStore, 'flush'> },
): WriteArchive {
  return async (order, { path, scratch, signal, onWritten }) => {
    const isInFiles = snapshots.find(order.universe)?.directory.info.key === order.key;
    const database = isInFiles ? { ...config.database, mode: 'none' as const, replicas: [] } : config.database;
    // What it does not read in the journals is not there for it.
    await images.flush();
    const task: ArchiveTask = { order, path, scratch, config: { ...config, database } };
    const outcome = await runInProcess<ArchiveTask, number, ArchiveOutcome>(script, task, {
      heapMb: HEAP_MB,
      // The credentials of an object store, and what the embedded Postgres is started with.
      needsEnvironment: config.images.store !== null || !isInFiles,
      onProgress: onWritten,
      signal,
      killed: () => unavailable('The process that makes packs was killed, perhaps for want of memory.'),
    });
    if (outcome) throw new Problem(outcome.code, outcome.detail, { retryAfterSeconds: 10 });
  };
}
