import type { DatasetLoader, LoadOutcome } from '../ports';
import type { Run } from '../run';

export interface LoadParts {
  loader: DatasetLoader;
  openLog: (run: Run) => Promise<void>;
}

/** Stage 1.5: the dataset goes to Postgres in one publication. True where it is there now. */
export async function load(run: Run, { loader, openLog }: LoadParts): Promise<boolean> {
  const { progress, snapshot, build } = run;
  await loader.settled();
  if (!snapshot || build?.status === 'no_files') return settleUnchanged(run, loader.publishedArticles(run.universe));
  const { info } = snapshot.directory;
  if (!run.options.force && loader.publishedKey(run.universe) === info.key) return settleUnchanged(run, info.articles);
  progress.enter('writing_to_postgresql');
  await openLog(run);
  const outcome = await loader.load(
    {
      info,
      snapshot,
      rejections: build?.status === 'built' ? build.rejections : [],
      force: run.options.force,
      allowShrink: run.options.allowShrink,
    },
    {
      signal: run.signal,
      onProgress: (done, total) => {
        if (progress.stage === 'waiting') progress.enter('writing_to_postgresql');
        progress.raise('articles_processed', done);
        progress.advance(done, total);
      },
      onWaiting: (holder, since) => progress.wait(holder, since),
    },
  );
  return settle(run, outcome, info.articles);
}

function settle(run: Run, outcome: LoadOutcome, articles: number): boolean {
  const { progress } = run;
  switch (outcome.status) {
    case 'loaded':
      progress.raise('articles_created', outcome.counts.created);
      progress.raise('articles_updated', outcome.counts.updated);
      progress.raise('articles_unchanged', outcome.counts.unchanged);
      progress.settleTotal();
      return true;
    case 'published':
      return settleUnchanged(run, articles);
    case 'unavailable':
      // Nothing was compared with a table: a dataset that was just built counts as created.
      if (run.build?.status === 'built') progress.raise('articles_created', articles);
      else progress.raise('articles_unchanged', articles);
      progress.settleTotal();
      return false;
    default:
      return outcome satisfies never;
  }
}

function settleUnchanged({ progress }: Run, articles: number): boolean {
  progress.raise('articles_unchanged', articles);
  progress.settleTotal();
  return true;
}
