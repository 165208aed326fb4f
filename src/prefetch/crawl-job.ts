import type { ArticleText } from '../config/config';
import type { JobHandler } from '../jobs/job';
import { HopelessJob } from '../jobs/job';
import { Problem } from '../problem/problem';
import type { UniverseDefinition } from '../universe/universe-definition';

export interface CrawlJobParts {
  cacheDir: string;
  /** Operator's contact; null: crawls are refused. */
  contact: string | null;
  articleText: ArticleText;
  version: string;
  definitionOf: (universe: string) => UniverseDefinition;
}

/** The handler of `crawl`: fills the file cache from the universe's wiki. What an attempt fetched, the next one keeps. */
export function crawlHandler({
  cacheDir,
  contact,
  articleText,
  version,
  definitionOf,
}: CrawlJobParts): JobHandler<'crawl'> {
  return async ({ universe, resume }, { signal, isRepeated, report }) => {
    // Most processes never crawl: what that needs is loaded by those that do.
    const [{ crawlWiki }, { withWiki }] = await Promise.all([
      import('./fill/crawl-wiki.js'),
      import('./fill/wiki-source.js'),
    ]);
    const definition = definitionOf(universe);
    try {
      const { manifest } = await withWiki(definition, { contact, articleText, version, signal }, (access) =>
        crawlWiki({
          ...access,
          definition,
          cacheDir,
          resume: resume || isRepeated,
          allowShrink: false,
          onProgress: ({ done, total }) => report({ done, total: total ?? 0 }),
        }),
      );
      return { articles: manifest.articles };
    } catch (error) {
      // A refusal in words stays one, however often it is tried.
      if (error instanceof Problem) throw new HopelessJob(error.detail, { cause: error });
      throw error;
    }
  };
}
