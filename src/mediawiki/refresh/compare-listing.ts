import { queryBatches } from '../api/continuation';
import { ApiError, CrawlStopped } from '../api/crawl-stopped';
import { listOf } from '../../universe/members';
import type { WikiClient } from '../api/wiki-client';
import { listRevisions } from '../crawl/list-pages';
import type { KnownPages } from './known-pages';
import { nothingChanged, type ChangedPages } from './recent-changes';

const LEAST_LISTED = 0.8;

/**
 * What changed, by comparing the whole listing with what is known: for when the list of changes does not reach back.
 * A page that was touched since then shows a template or a file that changed, or a link to a page that came.
 * Pages that are known and not listed are asked for as well: only the wiki's word about each takes it away.
 */
export async function compareListing(
  client: Pick<WikiClient, 'query'>,
  category: string | null,
  namespaces: readonly number[],
  known: KnownPages,
  since: string,
  allowShrink: boolean,
): Promise<ChangedPages> {
  const changed = nothingChanged();
  const listed = new Set<number>();
  for await (const { pages } of listRevisions(client, category, namespaces)) {
    for (const { pageid, revid, touched, redirects } of pages) {
      listed.add(pageid);
      const isEdited = !known.has(pageid) || (revid !== null && revid !== known.revidOf(pageid));
      const isRenamed = redirects.toSorted().join('|') !== known.redirectsOf(pageid).join('|');
      if (isEdited || isRenamed || Date.parse(touched ?? '') >= Date.parse(since)) changed.ids.add(pageid);
    }
  }
  if (listed.size === 0 || (!allowShrink && listed.size < known.size * LEAST_LISTED)) {
    throw new CrawlStopped(
      'suspect',
      `The wiki lists ${listed.size} articles where ${known.size} are known. Nothing was changed. If the wiki really shrank, repeat with --allow-shrink.`,
    );
  }
  for (const id of known.allIds) if (!listed.has(id)) changed.ids.add(id);
  for await (const name of uploadedSince(client, since)) for (const id of known.idsWithImage(name)) changed.ids.add(id);
  return changed;
}

/** Names of the files of which there is a new version. */
async function* uploadedSince(client: Pick<WikiClient, 'query'>, since: string): AsyncGenerator<string> {
  const params = { list: 'allimages', aisort: 'timestamp', aidir: 'newer', aistart: since, aiprop: '', ailimit: '500' };
  try {
    for await (const { query } of queryBatches(client, params)) {
      for (const { name } of listOf(query['allimages'])) if (typeof name === 'string') yield name;
    }
  } catch (error) {
    // Before 1.20 files cannot be listed by time: the pages that show them were touched all the same.
    if (!(error instanceof ApiError)) throw error;
  }
}
