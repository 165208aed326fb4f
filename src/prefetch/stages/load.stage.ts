import type { DatasetInfo } from '../../dataset/dataset-info';
import type { LoadOutcome } from '../postgres-loader';
import type { Run } from '../run';
import type { Made, Stage, StageParts } from './stage';

/** Stage 1.5: the dataset goes to Postgres in one publication. What does not get there is tried again later. */
export const LOAD: Stage = {
  name: 'writing_to_postgresql',
  number: 'STAGE 1.5',
  title: 'load into Postgres',
  doing: 'Writing',
  heading: 'Write to Postgres',
  description: 'Loads the articles, and publishes them all at once.',
  share: 35,
  isLong: false,
  async carryOut(run, parts, made) {
    const { retries } = parts;
    try {
      if (await load(run, parts, made)) retries.settle(run.universe);
      else retries.note(run.universe, run.options, 'away');
    } catch (error) {
      if (!run.signal.aborted) retries.noteFailure(run.universe, run.options, error);
      throw error;
    }
    return made;
  },
};

/** True where the dataset is in Postgres now. */
async function load(run: Run, parts: StageParts, { snapshot, build }: Made): Promise<boolean> {
  const { loader } = parts;
  await loader.settled();
  const published = loader.publishedArticles(run.universe);
  if (!snapshot || build?.status === 'no_files')
    return settleUnchanged(run, published || (snapshot?.directory.info.articles ?? 0));
  const { info } = snapshot.directory;
  if (!run.options.force && loader.publishedKey(run.universe) === info.key) return settleUnchanged(run, info.articles);
  run.progress.enter(LOAD.name);
  await parts.openLog(run);
  const rejections = build?.status === 'built' ? build.rejections : [];
  const outcome = await loader.load({ info, snapshot, rejections, ...run.options }, eventsOf(run));
  return settle(run, outcome, info, build?.status === 'built');
}

function eventsOf({ progress, signal }: Run) {
  return {
    signal,
    onProgress: (done: number, total: number) => {
      if (progress.stage === 'waiting') progress.enter(LOAD.name);
      progress.raise('articles_processed', done);
      progress.advance(done, total);
    },
    onWaiting: (holder: string, since: string) => progress.wait(holder, since),
  };
}

function settle(run: Run, outcome: LoadOutcome, { articles }: DatasetInfo, isNew: boolean): boolean {
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
      progress.raise(isNew ? 'articles_created' : 'articles_unchanged', articles);
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
