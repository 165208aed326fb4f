import type { JobHandler } from '../jobs/job';
import { HopelessJob } from '../jobs/job';
import { Problem } from '../problem/problem';
import type { UniverseDefinition } from '../universe/universe-definition';
import type { FillFromWiki } from './fill/fill-in-process';

const NOT_SHARED =
  'The worker does not share CACHE_DIR with the service that ordered the crawl; let them share it, or crawl where it is ' +
  'with npm run cache:crawl';

/**
 * The handler of `crawl`: fills the file cache from the universe's wiki. What an attempt fetched, the next one keeps.
 * A worker that has another file cache than the service would leave the articles where nobody reads them: it refuses.
 */
export function crawlHandler(
  fill: FillFromWiki,
  definitionOf: (universe: string) => UniverseDefinition,
  cacheIdentity: () => Promise<string | null>,
): JobHandler<'crawl'> {
  return async ({ universe, resume, cache = null }, { signal, isRepeated, report }) => {
    if (cache !== null && cache !== (await cacheIdentity())) throw new HopelessJob(NOT_SHARED);
    const order = { kind: 'crawl', definition: definitionOf(universe), resume: resume || isRepeated } as const;
    try {
      const { articles } = await fill(order, { signal, onProgress: report });
      return { articles };
    } catch (error) {
      // A refusal in words stays one, however often it is tried.
      if (error instanceof Problem) throw new HopelessJob(error.detail, { cause: error });
      throw error;
    }
  };
}
