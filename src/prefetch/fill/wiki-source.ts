import type { ArticleText } from '../../config/config';
import type { Clock } from '../../egress/clock';
import { Problem } from '../../problem/problem';
import type { FetchText } from '../../mediawiki/api/fetch-text';
import { WikiClient } from '../../mediawiki/api/wiki-client';
import type { WikiRules } from '../../mediawiki/crawl/page-reader';
import type { InfoboxKinds } from '../../mediawiki/wikitext/infobox-candidates';
import { keyOf } from '../../mediawiki/wikitext/infobox-definitions';
import { knownLabels } from '../../mediawiki/wikitext/parameter-labels';
import type { ParameterRules } from '../../mediawiki/wikitext/wikitext-infobox';
import type { UniverseDefinition } from '../../universe/universe-definition';

/** How a wiki is reached, and how politely. */
export interface WikiAccess {
  fetchText: FetchText;
  clock: Clock;
  /** Operator's contact; null: no crawl. */
  contact: string | null;
  /** What is kept of the articles' texts. */
  articleText: ArticleText;
  version: string;
  /** Between two requests; default one second. */
  minGapMs?: number;
  maxRequests?: number;
  signal?: AbortSignal;
  onWaiting?: (what: string, ms: number) => void;
  onWarning?: (warning: string) => void;
}

/** What of a way to the wiki follows from the wiki and from whoever goes there. */
export type WikiVisit = Omit<WikiAccess, 'fetchText' | 'clock'>;

/** Gives the way to a universe's wiki, for as long as the work lasts. What it needs is loaded only here. */
export async function withWiki<T>(
  { api }: UniverseDefinition,
  visit: WikiVisit,
  work: (access: WikiAccess) => Promise<T>,
): Promise<T> {
  const [{ EgressClient }, { HostAllowList }, { systemClock }, { fetchTextBy }] = await Promise.all([
    import('../../egress/egress-client.js'),
    import('../../egress/host-allow-list.js'),
    import('../../egress/clock.js'),
    import('../../mediawiki/api/fetch-text.js'),
  ]);
  const allow = new HostAllowList(api === null ? [] : [new URL(api).host]);
  const egress = new EgressClient({ allow, userAgent: `Lorekeeper/${visit.version}`, connectionsPerHost: 1 });
  try {
    return await work({ ...visit, fetchText: fetchTextBy(egress), clock: systemClock });
  } finally {
    await egress.close();
  }
}

const USUAL_GAP_MS = 1000;

/** Opens the client of a universe's wiki. Throws a Problem where no wiki is named, or nobody stands for the crawl. */
export function openWiki(definition: UniverseDefinition, access: WikiAccess): { client: WikiClient; api: string } {
  const { api } = definition;
  if (api === null) {
    throw new Problem('BAD_REQUEST', `The universe "${definition.id}" has no wiki: its file names no "api" address.`);
  }
  const client = new WikiClient({
    api,
    fetchText: access.fetchText,
    userAgent: userAgentOf(access),
    clock: access.clock,
    minGapMs: access.minGapMs ?? USUAL_GAP_MS,
    maxRequests: access.maxRequests,
    signal: access.signal,
    onWaiting: access.onWaiting,
    onWarning: access.onWarning,
  });
  return { client, api };
}

function userAgentOf({ contact, version }: WikiAccess): string {
  if (contact === null) {
    throw new Problem(
      'BAD_REQUEST',
      'Wikis want to know whom to ask about a crawl. Set WIKI_CONTACT to your mail address or to a page about you, then repeat.',
    );
  }
  return `Lorekeeper/${version} (${contact})`;
}

/** Names of the infobox templates that a universe's rules know. */
function infoboxKindsOf(definition: UniverseDefinition): ReadonlySet<string> {
  const types = Object.values(definition.rules.infobox).flat();
  return new Set(types.map((type) => keyOf(typeof type === 'string' ? type : type.type)));
}

/** What a universe's definition says of its wiki's templates: which are infoboxes, and what their parameters mean. */
export function templateRulesOf(definition: UniverseDefinition): { kinds: InfoboxKinds; parameters: ParameterRules } {
  const { id, noInfoboxes, labels, pictureParameters } = definition;
  return {
    kinds: { known: infoboxKindsOf(definition), never: new Set(noInfoboxes.map(keyOf)) },
    parameters: {
      labels: knownLabels(id, labels),
      pictures: new Set(pictureParameters.map((name) => name.toLowerCase())),
    },
  };
}

/** The same for a wiki that is crawled. */
export function wikiRulesOf(definition: UniverseDefinition, articleText: ArticleText): WikiRules {
  const { articleNamespaces, tables } = definition;
  return { ...templateRulesOf(definition), withTexts: articleText === 'full', articleNamespaces, tables };
}
