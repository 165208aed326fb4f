import type { FilesConfig } from '../../config/config';
import type { SnapshotShelf } from '../../dataset/snapshot-shelf';
import type { UniverseDefinition } from '../../universe/universe-definition';
import type { RunBuild } from '../categorise/run-in-process';
import { RunFailure, type DatasetLoader } from '../ports';
import type { Run } from '../run';
import type { UniverseSources } from '../universe-sources';

export interface CategoriseParts {
  files: FilesConfig;
  sources: UniverseSources;
  shelf: SnapshotShelf;
  runBuild: RunBuild;
  loader: DatasetLoader;
  definitionOf: (universe: string) => UniverseDefinition;
}

/** Stage 1: the file cache is read, every article gets its category, and the dataset lies beside the file cache. */
export async function categorise(run: Run, parts: CategoriseParts): Promise<void> {
  const { universe, options, progress } = run;
  progress.enter('categorizing');
  run.build = await build(run, parts, options.force);
  run.snapshot = await parts.shelf.refresh(universe, run.build.status === 'built');
  if (run.build.status === 'unchanged' && !run.snapshot) {
    // It is there by its name, but damaged.
    run.build = await build(run, parts, true);
    run.snapshot = await parts.shelf.refresh(universe, true);
  }
  report(run, parts.loader);
}

function build({ universe, options, progress, signal }: Run, parts: CategoriseParts, force: boolean) {
  return parts.runBuild(
    {
      universe,
      definition: parts.definitionOf(universe),
      cacheDir: parts.files.cacheDir,
      sourceDir: parts.sources.dirOf(universe),
      contentDir: parts.files.contentDir,
      dataDir: parts.files.dataDir,
      ttlDays: parts.files.ttlDays,
      force,
      allowShrink: options.allowShrink,
    },
    ({ processed, rejected, total }) => {
      progress.raise('articles_total', total);
      progress.raise('articles_rejected', rejected);
      progress.advance(processed, total);
    },
    signal,
  );
}

function report(run: Run, loader: DatasetLoader): void {
  const { build, progress, snapshot, universe } = run;
  switch (build?.status) {
    case 'built':
      for (const { code, reason, count } of summarise(build.rejections)) progress.addError(code, reason, count);
      return;
    case 'unchanged':
      progress.raise('articles_rejected', snapshot?.directory.info.rejected ?? 0);
      return;
    case 'no_files':
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

function summarise(rejections: { code: string; reason: string }[]) {
  const counts = new Map<string, { code: string; reason: string; count: number }>();
  for (const { code, reason } of rejections) {
    const known = counts.get(`${code}\0${reason}`);
    if (known) known.count++;
    else counts.set(`${code}\0${reason}`, { code, reason, count: 1 });
  }
  return counts.values();
}
