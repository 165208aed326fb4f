import type { DatasetInfo } from '../../dataset/dataset-info';
import type { BuildRequest, BuildResult } from '../categorise/build-dataset';
import type { PostgresLoader } from '../postgres-loader';
import type { Run, RunOptions } from '../run';
import { RunFailure, RunPaused } from '../run-failure';
import { pausedBy } from '../run-pauses';
import type { Made, Stage, StageParts } from './stage';

const UNREADABLE =
  'The user that the service runs as may not read the files of this universe; it is tried again by itself';

/** Stage 1: the file cache is read, every article gets its category, and the dataset lies beside the file cache. */
export const CATEGORISE: Stage = {
  name: 'categorizing',
  number: 'STAGE 1',
  title: 'categorise',
  doing: 'Categorising',
  heading: 'Categorise',
  description: 'Reads the file cache and decides what every article is.',
  share: 35,
  isLong: false,
  async carryOut(run, parts) {
    run.progress.enter(CATEGORISE.name);
    let build = await readUntilSettled(run, parts);
    let snapshot = await parts.snapshots.refresh(run.universe, build.status === 'built');
    if (build.status === 'unchanged' && !snapshot) {
      // It is there by its name, but damaged.
      build = await read(run, parts, { ...run.options, force: true });
      snapshot = await parts.snapshots.refresh(run.universe, true);
    }
    const made: Made = { build, snapshot };
    report(run, parts.loader, made);
    return made;
  },
};

/** Reads again as long as something was asked that the reading before may not have seen. */
async function readUntilSettled(run: Run, parts: StageParts): Promise<BuildResult> {
  let built: BuildResult | null = null;
  for (;;) {
    const options = run.beginReading();
    const result = await read(run, parts, { ...options, force: options.force && !built });
    if (result.status !== 'unchanged') built = null;
    if (result.status === 'built') built = result;
    // What was built a moment ago, and is as good as it was, has more to tell.
    if (run.endReading()) return built ?? result;
  }
}

async function read(run: Run, parts: StageParts, options: RunOptions): Promise<BuildResult> {
  const request = buildRequest(run.universe, parts, options);
  try {
    return await parts.runBuild(request, ({ processed, total }) => run.progress.advance(processed, total), run.signal);
  } catch (error) {
    throw pausedBy(error, parts.files, request.indexDir) ?? error;
  }
}

/** What the process that builds is told. */
export function buildRequest(
  universe: string,
  { definitionOf, snapshots, sources, files }: Pick<StageParts, 'definitionOf' | 'snapshots' | 'sources' | 'files'>,
  options: RunOptions,
): BuildRequest {
  return {
    universe,
    definition: definitionOf(universe),
    indexDir: snapshots.dir,
    sourceDir: sources.dirOf(universe),
    contentDir: files.contentDir,
    ttlDays: files.ttlDays,
    ...options,
  };
}

function report(run: Run, loader: PostgresLoader, { build, snapshot }: Made): void {
  const { progress, universe } = run;
  switch (build?.status) {
    case 'built':
      announce(run, build.info);
      for (const { code, reason, count } of summarise(build.rejections)) progress.addError(code, reason, count);
      mustBeThere(snapshot);
      return;
    case 'unchanged':
      announce(run, mustBeThere(snapshot).directory.info);
      return;
    case 'no_files':
      if (build.problems.some(({ code }) => code === 'UNREADABLE')) throw new RunPaused('NOT_PERMITTED', UNREADABLE);
      for (const { code, reason, file } of build.problems)
        progress.addError(code, file ? `${file}: ${reason}` : reason);
      // What is there already stays and is served; without anything there is nothing to run on.
      if (snapshot || loader.publishedArticles(universe) > 0) return;
      throw new RunFailure('NO_FILE_CACHE', 'There is no file cache of this universe');
    case 'shrunk':
      throw new RunFailure(
        'SHRINK_REFUSED',
        `The file cache holds ${build.after} articles where ${build.before} were before; allow_shrink=true takes it all the same`,
      );
    case 'changing':
      throw new RunFailure(
        'FILE_CACHE_CHANGING',
        'The file cache was written to each time that it was read; run it again',
      );
    case undefined:
      return;
    default:
      build satisfies never;
  }
}

/** Only now, for what is found while files change may turn out to be less. */
function announce({ progress }: Run, { articles, rejected }: DatasetInfo): void {
  progress.raise('articles_total', articles + rejected);
  progress.raise('articles_rejected', rejected);
}

/** A run that built a dataset which cannot be opened has no success to tell of. */
function mustBeThere(snapshot: Made['snapshot']): NonNullable<Made['snapshot']> {
  if (snapshot) return snapshot;
  throw new RunPaused('DATASET_UNREADABLE', 'The dataset was built and cannot be opened; it is tried again by itself');
}

function summarise(rejections: { code: string; reason: string }[]) {
  const counts = new Map<string, { code: string; reason: string; count: number }>();
  for (const { code, reason } of rejections) {
    const known = counts.get(`${code}\0${reason}`);
    if (known) known.count++;
    else counts.set(`${code}\0${reason}`, { code, reason, count: 1 });
  }
  return counts.values();
}
