import { listContentUniverses } from '../../file-cache/per-article-files';
import { serveTask } from '../../processes/serve-task';
import { buildDataset, type BuildProgress, type BuildRequest, type BuildResult } from './build-dataset';

/** What the process is told to do: build a dataset, or find out whose per-article files there are. */
export type Task = { kind: 'build'; request: BuildRequest } | { kind: 'list'; contentDir: string; knownIds: string[] };

serveTask<Task, BuildProgress, BuildResult | string[]>((task, tell) =>
  task.kind === 'list' ? listContentUniverses(task.contentDir, task.knownIds) : buildDataset(task.request, tell),
);
