import type { ArticleText } from '../../config/config';
import type { UniverseDefinition } from '../../universe/universe-definition';
import type { RefreshResult } from './refresh-wiki';

export interface RefreshJobParts {
  cacheDir: string;
  /** Operator's contact; null: refreshes are refused. */
  contact: string | null;
  articleText: ArticleText;
  version: string;
  definitionOf: (universe: string) => UniverseDefinition;
}

/** Refreshes one universe from its wiki; what that needs is loaded only here, for most servers never refresh. */
export function refreshJob({ cacheDir, contact, articleText, version, definitionOf }: RefreshJobParts) {
  return async (universe: string, signal: AbortSignal): Promise<RefreshResult> => {
    const [{ refreshWiki }, { withWiki }] = await Promise.all([
      import('./refresh-wiki.js'),
      import('./wiki-source.js'),
    ]);
    const definition = definitionOf(universe);
    return withWiki(definition, { contact, articleText, version, signal }, (access) =>
      refreshWiki({ ...access, definition, cacheDir, allowShrink: false }),
    );
  };
}
