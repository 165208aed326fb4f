import { queryBatches } from '../api/continuation';
import { ApiError, CrawlStopped } from '../api/crawl-stopped';
import { listOf, membersOf, textOf, type Members } from '../../universe/members';
import type { Params, WikiClient } from '../api/wiki-client';
import { FILE, TEMPLATE } from '../wikitext/namespaces';
import type { KnownPages } from './known-pages';

type Client = Pick<WikiClient, 'query'>;

/** What may have changed: all that is asked for again. What is true of it, the wiki says then. */
export interface ChangedPages {
  ids: Set<number>;
  titles: Set<string>;
  /** Templates and modules, with their namespace's name: the pages that show them look different. */
  templates: Set<string>;
  /** Names of files. */
  files: Set<string>;
}

export const nothingChanged = (): ChangedPages => ({
  ids: new Set(),
  titles: new Set(),
  templates: new Set(),
  files: new Set(),
});

/** Edits become visible a little late, and clocks differ. */
const OVERLAP_MS = 10 * 60_000;
/** A wiki without one recent change was quiet this long at most before its list counts as cut off. */
const LONGEST_QUIET_MS = 30 * 86_400_000;

/** Of the extension Scribunto. */
export const MODULE = 828;

/** Namespaces whose changes count. */
export interface WatchedNamespaces {
  articles: readonly number[];
  hasModules: boolean;
}

/** What is edited that articles show; and what the logs say of all pages, for a draft may become an article. */
function partsFor({ articles, hasModules }: WatchedNamespaces): Params[] {
  const edited = [...articles, FILE, TEMPLATE, ...(hasModules ? [MODULE] : [])];
  return [{ rcnamespace: edited.join('|'), rctype: 'edit|new|log' }, { rctype: 'log' }];
}

/** Whether the wiki's list of changes still reaches back to `since`; where it does not, changes were missed. */
export async function reachesBack(client: Client, since: string, wikiTime: string): Promise<boolean> {
  const { query } = await client.query({ list: 'recentchanges', rcdir: 'newer', rclimit: '1', rcprop: 'timestamp' });
  const rows = query?.['recentchanges'];
  if (!Array.isArray(rows)) throw senseless();
  const oldest = listOf(rows)[0]?.['timestamp'];
  if (typeof oldest === 'string') return Date.parse(oldest) <= Date.parse(since);
  return Date.parse(wikiTime) - Date.parse(since) < LONGEST_QUIET_MS;
}

/**
 * Collects what changed since a moment: edits and new pages whose revision is not known yet, and every page that a
 * move, merge, deletion, restoration or import touches, under its old and its new name; files and templates likewise.
 * In any order, entries twice or not.
 */
export async function collectChanges(
  client: Client,
  since: string,
  known: KnownPages,
  watched: WatchedNamespaces,
): Promise<ChangedPages> {
  const changed = nothingChanged();
  const params = {
    list: 'recentchanges',
    rcprop: 'ids|title|timestamp|loginfo|redirect',
    rcdir: 'newer',
    rcstart: new Date(Date.parse(since) - OVERLAP_MS).toISOString(),
    rclimit: '500',
  };
  try {
    for (const part of partsFor(watched)) {
      for await (const { query } of queryBatches(client, { ...params, ...part })) {
        const rows = query['recentchanges'];
        if (!Array.isArray(rows)) throw senseless();
        for (const row of listOf(rows)) note(row, since, changed, known, watched);
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

function note(
  row: Members,
  since: string,
  changed: ChangedPages,
  known: KnownPages,
  { articles }: WatchedNamespaces,
): void {
  const title = textOf(row['title']);
  const namespace = typeof row['ns'] === 'number' ? row['ns'] : 0;
  // No revision tells whether a file or a template is known as it is: in the overlap it is.
  const isShown = namespace === FILE || namespace === TEMPLATE || namespace === MODULE;
  if (isShown && Date.parse(String(row['timestamp'])) < Date.parse(since)) return;
  if (!articles.includes(namespace) || row['type'] === 'log')
    return notePages(row, { title, namespace }, articles, changed, known);
  const pageid = typeof row['pageid'] === 'number' ? row['pageid'] : 0;
  const isKnown = pageid > 0 && known.revidOf(pageid) >= Number(row['revid'] ?? Infinity);
  if (isKnown) return;
  if (pageid > 0) changed.ids.add(pageid);
  else if (title !== '') changed.titles.add(title);
  // A redirect that is made or led elsewhere changes the article at its end.
  for (const id of known.idsBehind(title)) changed.ids.add(id);
}

/** All pages that an entry names: one, or two where a page was moved or merged. */
function notePages(
  row: Members,
  own: { title: string; namespace: number },
  articles: readonly number[],
  changed: ChangedPages,
  known: KnownPages,
): void {
  const pages = [own, ...targetsOf(row)].filter((page) => page.title !== '');
  const pageid = typeof row['pageid'] === 'number' ? row['pageid'] : 0;
  if (pageid > 0 && pages.some((page) => articles.includes(page.namespace))) changed.ids.add(pageid);
  for (const page of pages) {
    const bare = page.title.slice(page.title.indexOf(':') + 1);
    if (page.namespace === TEMPLATE || page.namespace === MODULE) changed.templates.add(page.title);
    else if (page.namespace === FILE) changed.files.add(bare);
    else if (articles.includes(page.namespace)) {
      changed.titles.add(page.title);
      for (const id of known.idsBehind(page.title)) changed.ids.add(id);
    }
  }
}

/** Where a page was moved or merged to; before 1.25 in a member of its own. */
function targetsOf(row: Members): { title: string; namespace: number }[] {
  const params = membersOf(row['logparams'] ?? row['move']);
  return [
    [params['target_title'], params['target_ns']],
    [params['dest_title'], params['dest_ns']],
    [params['new_title'], params['new_ns']],
  ].flatMap(([title, namespace]) =>
    typeof title === 'string' ? [{ title, namespace: typeof namespace === 'number' ? namespace : 0 }] : [],
  );
}

function senseless(): CrawlStopped {
  return new CrawlStopped(
    'suspect',
    'The wiki answers the request for its changes without a list. Nothing was changed.',
  );
}
