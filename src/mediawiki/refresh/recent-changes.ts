import { queryBatches } from '../api/continuation';
import { ApiError, CrawlStopped } from '../api/crawl-stopped';
import type { Params, WikiClient } from '../api/wiki-client';
import type { KnownPages } from './known-pages';

type Client = Pick<WikiClient, 'query'>;
type Members = Record<string, unknown>;

/** Pages that may have changed: all that is asked for again. What is true of them, the wiki says then. */
export interface ChangedPages {
  ids: Set<number>;
  titles: Set<string>;
}

/** Edits become visible a little late, and clocks differ. */
const OVERLAP_MS = 10 * 60_000;
/** A wiki without one recent change was quiet this long at most before its list counts as cut off. */
const LONGEST_QUIET_MS = 30 * 86_400_000;

/** What happens to articles and files; and what the logs say of all pages, for a draft may become an article. */
const PARTS: readonly Params[] = [{ rcnamespace: '0|6', rctype: 'edit|new|log' }, { rctype: 'log' }];

/** Whether the wiki's list of changes still reaches back to `since`; where it does not, changes were missed. */
export async function reachesBack(client: Client, since: string, wikiTime: string): Promise<boolean> {
  const { query } = await client.query({ list: 'recentchanges', rcdir: 'newer', rclimit: '1', rcprop: 'timestamp' });
  const rows = query?.['recentchanges'];
  if (!Array.isArray(rows)) throw senseless();
  const oldest = (rows as Members[])[0]?.['timestamp'];
  if (typeof oldest === 'string') return Date.parse(oldest) <= Date.parse(since);
  return Date.parse(wikiTime) - Date.parse(since) < LONGEST_QUIET_MS;
}

/**
 * Collects what changed since a moment: edits and new pages whose revision is not known yet, and every page that a
 * move, deletion, restoration or upload touches, under its old and its new name. In any order, entries twice or not.
 */
export async function collectChanges(client: Client, since: string, known: KnownPages): Promise<ChangedPages> {
  const changed: ChangedPages = { ids: new Set(), titles: new Set() };
  const params = {
    list: 'recentchanges',
    rcprop: 'ids|title|timestamp|loginfo|redirect',
    rcdir: 'newer',
    rcstart: new Date(Date.parse(since) - OVERLAP_MS).toISOString(),
    rclimit: '500',
  };
  try {
    for (const part of PARTS) {
      for await (const { query } of queryBatches(client, { ...params, ...part })) {
        const rows = query['recentchanges'];
        if (!Array.isArray(rows)) throw senseless();
        for (const row of rows as Members[]) note(row, since, changed, known);
      }
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CrawlStopped(
      'refused',
      `The wiki does not give its recent changes (${error.message}). Nothing was changed.`,
    );
  }
  return changed;
}

function note(row: Members, since: string, changed: ChangedPages, known: KnownPages): void {
  const title = typeof row['title'] === 'string' ? row['title'] : '';
  const pageid = typeof row['pageid'] === 'number' ? row['pageid'] : 0;
  // A file has no revision that would tell whether its upload is known: in the overlap it is.
  if (row['ns'] === 6)
    return Date.parse(String(row['timestamp'])) < Date.parse(since) ? undefined : noteFile(title, changed, known);
  const { target_ns: targetNamespace } = (row['logparams'] ?? {}) as Members;
  if (row['type'] === 'log' && row['ns'] !== 0 && targetNamespace !== 0) return;
  if (row['type'] === 'log') return noteLog(row, title, pageid, changed, known);
  const isKnown = pageid > 0 && known.revidOf(pageid) >= Number(row['revid'] ?? Infinity);
  if (isKnown) return;
  if (pageid > 0) changed.ids.add(pageid);
  else if (title !== '') changed.titles.add(title);
  // A redirect that is made or led elsewhere changes the article at its end.
  for (const id of known.idsBehind(title)) changed.ids.add(id);
}

function noteFile(title: string, changed: ChangedPages, known: KnownPages): void {
  for (const id of known.idsWithImage(title.slice(title.indexOf(':') + 1))) changed.ids.add(id);
}

function noteLog(row: Members, title: string, pageid: number, changed: ChangedPages, known: KnownPages): void {
  const params = (row['logparams'] ?? {}) as Members;
  const target = typeof params['target_title'] === 'string' ? params['target_title'] : '';
  if (pageid > 0) changed.ids.add(pageid);
  for (const name of [title, target]) {
    if (name === '') continue;
    changed.titles.add(name);
    for (const id of known.idsBehind(name)) changed.ids.add(id);
  }
}

function senseless(): CrawlStopped {
  return new CrawlStopped(
    'suspect',
    'The wiki answers the request for its changes without a list. Nothing was changed.',
  );
}
