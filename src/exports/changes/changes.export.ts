import { z } from 'zod';
import { presentArticle } from '../../catalogue/present/articles';
import { CHANGE_KINDS, type Change } from '../../dataset/changes';
import { pauseDue } from '../../event-loop/pauses';
import { oneOfOptional, optionalText, wholeNumber } from '../../params/parameters';
import { Problem } from '../../problem/problem';
import { defineExport, type Asked } from '../export';

/** A page with articles ends behind so many characters, whatever its limit: it is made in memory. */
const MAX_PAGE_CHARACTERS = 2_000_000;
/** Articles that are read at once. */
const SLICE = 100;
const VERSION = /^[0-9a-f]{32}$/;
const CURSOR = /^([0-9a-f]{32})\.(\d{1,16})$/;

const QUERY = z.object({
  since: optionalText(100, {
    description:
      'The `dataset_version` that the caller has; it may not be older than the last ten. Without it nothing has changed, and `to` is the present one.',
  }),
  include: oneOfOptional(['articles'], {
    description: '`articles`: what was created or updated, whole.',
    example: 'articles',
  }),
  limit: wholeNumber({ min: 1, max: 5000, fallback: 500 }, { description: 'How many at most.', example: 100 }),
  cursor: optionalText(100, { description: 'The `next_cursor` of the page before.' }),
});
type Query = z.infer<typeof QUERY>;

/** `changes`: what became of which articles since a dataset. */
export const CHANGES_EXPORT = defineExport({
  kind: 'text',
  id: 'listChanges',
  path: 'changes',
  query: QUERY,
  summary: 'What changed since a dataset version',
  description:
    'For clients that keep a copy: which articles were created, updated or deleted since the version that they have, by id. With `include=articles` the articles come along; a page may then hold fewer than `limit`. Apply all pages, then remember the `to` of the first one. An older or unknown version is 410: take the pack again.',
  mediaType: 'application/json',
  answer: ({ article, licence }) =>
    z.strictObject({
      universe: z.string(),
      from: z.string().meta({ description: 'The version that was asked for.' }),
      to: z.string().meta({ description: 'The version that a client has when it has applied all pages.' }),
      total: z.int().min(0),
      licence,
      items: z.array(
        z.strictObject({ id: z.int(), title: z.string(), change: z.enum(CHANGE_KINDS), article: article.optional() }),
      ),
      next_cursor: z.string().nullable(),
    }),
  problems: ['CHANGES_GONE'],
  make: changesPage,
});

async function changesPage(asked: Asked<Query>): Promise<string> {
  const { view, query } = asked;
  const { universe, key, licence } = view.directory.info;
  const changes = await changesSince(asked);
  const { to, after } = readCursor(query.cursor) ?? { to: key, after: -1 };
  const first = changes.findIndex(({ id }) => id > after);
  const rest = first < 0 ? [] : changes.slice(first, first + query.limit);
  const items =
    query.include === 'articles' ? await withArticles(asked, rest) : rest.map((change) => JSON.stringify(change));
  const last = rest[items.length - 1];
  const isEnd = !last || last === changes.at(-1);
  const head = { universe, from: query.since ?? key, to, total: changes.length, licence };
  const next = isEnd ? null : `${to}.${last.id}`;
  return `${JSON.stringify(head).slice(0, -1)},"items":[${items.join(',')}],"next_cursor":${JSON.stringify(next)}}`;
}

/** Throws Problem CHANGES_GONE. */
async function changesSince({ view, query, tools }: Asked<Query>): Promise<readonly Change[]> {
  const { universe, key } = view.directory.info;
  const { since = key } = query;
  const found = VERSION.test(since) ? await tools.changes.find(universe, since, key) : null;
  if (found) return found;
  throw new Problem(
    'CHANGES_GONE',
    'What changed since that version is not known, or not any more. Take the pack again, and remember its dataset_version.',
    { dataset_version: key },
  );
}

/**
 * The dataset to which the first page led, and the id behind which to go on. Where another dataset was published since,
 * the further pages hold its articles, and what it changed comes with the next question, since that first dataset.
 */
function readCursor(cursor: string | undefined): { to: string; after: number } | null {
  if (cursor === undefined) return null;
  const [, to, after] = CURSOR.exec(cursor) ?? [];
  if (to !== undefined) return { to, after: Number(after) };
  throw new Problem('BAD_PARAMETER', 'cursor must be the next_cursor of the page before.', { parameter: 'cursor' });
}

/** The changes as JSON, with articles: as many as fit on a page, one at least. */
async function withArticles({ view, images }: Asked<Query>, changes: readonly Change[]): Promise<string[]> {
  const present = changes.filter(({ change }) => change !== 'deleted');
  const ordinals = view.directory.findIds(present.map(({ id }) => id));
  const items: string[] = [];
  let characters = 0;
  for (let from = 0; from < changes.length; from += SLICE) {
    const slice = changes.slice(from, from + SLICE);
    const asked = slice.flatMap(({ id }) => ordinals.get(id) ?? []);
    const bodies = await view.bodies(asked);
    for (const change of slice) {
      const ordinal = ordinals.get(change.id);
      const body = ordinal === undefined ? null : bodies[asked.indexOf(ordinal)];
      const article = body && ordinal !== undefined ? presentArticle(view, ordinal, body, images) : undefined;
      const item = JSON.stringify({ ...change, article });
      if (items.length > 0 && characters + item.length > MAX_PAGE_CHARACTERS) return items;
      characters += item.length;
      items.push(item);
      const pause = pauseDue();
      if (pause) await pause;
    }
  }
  return items;
}
