import { systemClock } from '../../egress/clock';
import type { UniverseDefinition } from '../../universe/universe-definition';
import type { RefreshResult } from './refresh-wiki';

export interface RefreshJobParts {
  cacheDir: string;
  /** Operator's contact; null: refreshes are refused. */
  contact: string | null;
  version: string;
  definitionOf: (universe: string) => UniverseDefinition;
}

/** Refreshes one universe from its wiki; what that needs is loaded only here, for most servers never refresh. */
export function refreshJob({ cacheDir, contact, version, definitionOf }: RefreshJobParts) {
  return async (universe: string, signal: AbortSignal): Promise<RefreshResult> => {
    const [{ refreshWiki }, { EgressClient }, { HostAllowList }, { fetchTextBy }] = await Promise.all([
      import('./refresh-wiki.js'),
      import('../../egress/egress-client.js'),
      import('../../egress/host-allow-list.js'),
      import('../../mediawiki/api/fetch-text.js'),
    ]);
    const definition = definitionOf(universe);
    const allow = new HostAllowList(definition.api === null ? [] : [new URL(definition.api).host]);
    const egress = new EgressClient({ allow, userAgent: `Lorekeeper/${version}`, connectionsPerHost: 1 });
    try {
      const access = { fetchText: fetchTextBy(egress), clock: systemClock, contact, version, signal };
      return await refreshWiki({ ...access, definition, cacheDir, allowShrink: false });
    } finally {
      await egress.close();
    }
  };
}
