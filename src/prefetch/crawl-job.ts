import type { JobHandler } from '../jobs/job';
import { HopelessJob } from '../jobs/job';
import { Problem } from '../problem/problem';
import type { UniverseDefinition } from '../universe/universe-definition';
import type { FillFromWiki } from './fill/fill-in-process';

/** The handler of `crawl`: fills the file cache from the universe's wiki. What an attempt fetched, the next one keeps. */
export function crawlHandler(
  fill: FillFromWiki,
  definitionOf: (universe: string) => UniverseDefinition,
): JobHandler<'crawl'> {
  return async ({ universe, resume }, { signal, isRepeated, report }) => {
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
