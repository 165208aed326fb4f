import { queryBatches } from '../api/continuation';
import { ApiError } from '../api/crawl-stopped';
import { listOf } from '../../universe/members';
import type { Params, WikiClient } from '../api/wiki-client';
import type { KnownPages } from './known-pages';
import type { ChangedPages } from './recent-changes';

/** Adds the articles that show a changed template or file: they look different without an edit of their own. */
export async function addPagesShowing(
  client: Pick<WikiClient, 'query'>,
  changed: ChangedPages,
  known: KnownPages,
  namespaces: readonly number[],
): Promise<void> {
  const within = namespaces.join('|');
  for (const title of changed.templates)
    await add(client, { list: 'embeddedin', eititle: title, einamespace: within, eilimit: '500' }, changed);
  for (const name of changed.files) {
    for (const id of known.idsWithImage(name)) changed.ids.add(id);
    await add(client, { list: 'imageusage', iutitle: `File:${name}`, iunamespace: within, iulimit: '500' }, changed);
  }
}

async function add(client: Pick<WikiClient, 'query'>, params: Params, changed: ChangedPages): Promise<void> {
  try {
    for await (const { query } of queryBatches(client, params)) {
      for (const { pageid } of listOf(query[params['list'] ?? '']))
        if (typeof pageid === 'number' && pageid > 0) changed.ids.add(pageid);
    }
  } catch (error) {
    // A title that the wiki does not take any more is shown nowhere.
    if (!(error instanceof ApiError)) throw error;
  }
}
