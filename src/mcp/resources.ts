import { Problem } from '../problem/problem';
import { ordinalOfShown } from './asked-title';
import type { UniverseView } from '../catalogue/universe-view';
import { articleAnswer, articleUri } from './article-answer';
import { quotedJson } from './bounded-answer';
import type { Lore } from './lore';
import { percentDecoded } from '../universe/percent-decoded';
import { plainValue } from '../universe/plain-text';

/** Every article is a resource; these are the ones that are listed, for each universe. */
const LISTED = 100;
const COMPLETIONS = 20;
const MIME_TYPE = 'application/json';

export const RESOURCE_TEMPLATE = {
  uriTemplate: 'lore://{universe}/{title}',
  name: 'article',
  title: 'An article',
  description: 'What the wiki of a universe says of one thing.',
  mimeType: MIME_TYPE,
};

/** A page for each universe: the articles to which most others link. The cursor is the universe's id. */
export async function listResources(lore: Lore, cursor: string | undefined) {
  const universes = await lore.universes();
  const at = cursor === undefined ? 0 : universes.findIndex(({ id }) => id === cursor);
  const view = universes[at]?.view;
  if (!view) {
    if (cursor === undefined) return { resources: [] };
    throw new Problem('BAD_PARAMETER', 'The cursor is of no page of this list.');
  }
  const { ordinals } = view.directory.list.list({ sort: '-links', limit: LISTED });
  const next = universes[at + 1]?.id;
  return {
    resources: ordinals.map((ordinal) => describeArticle(view, ordinal)),
    ...(next === undefined ? {} : { nextCursor: next }),
  };
}

function describeArticle({ universe, directory }: UniverseView, ordinal: number) {
  const title = directory.title(ordinal);
  const { name, description } = plainValue({ name: title, description: directory.summary(ordinal) });
  return { uri: articleUri(universe, title), name, title: name, description, mimeType: MIME_TYPE };
}

/** The article at an address, as get_article answers. Throws Problem. */
export async function readResource(lore: Lore, uri: string) {
  const { universe, title } = parseUri(uri);
  const answer = await lore.read(universe, async (view) =>
    articleAnswer(view, await ordinalOfShown(view, title, lore), 0),
  );
  return { contents: [{ uri, mimeType: MIME_TYPE, text: quotedJson(plainValue(answer)) }] };
}

const ARTICLE_URI = /^lore:\/\/([a-z][a-z0-9_]{0,49})\/(.{1,10000})$/s;

function parseUri(uri: string): { universe: string; title: string } {
  const [, universe, encoded] = ARTICLE_URI.exec(uri) ?? [];
  if (universe === undefined || encoded === undefined) {
    throw new Problem('BAD_PARAMETER', 'A resource is addressed as lore://universe/title, the title percent-encoded.');
  }
  return { universe, title: percentDecoded(encoded) };
}

/** What a person who fills in the template may mean. */
export async function completions(
  lore: Lore,
  argument: { name: string; value: string },
  universe: string | undefined,
): Promise<string[]> {
  if (argument.name === 'universe') {
    const universes = await lore.universes();
    return universes.map(({ id }) => id).filter((id) => id.startsWith(argument.value.toLowerCase()));
  }
  if (argument.name !== 'title' || argument.value.trim() === '') return [];
  return lore.read(universe, async ({ directory }) => {
    const found = await lore.inTurn(() => directory.search.suggest(argument.value, { limit: COMPLETIONS }));
    return found.map((ordinal) => directory.title(ordinal));
  });
}
