import { Problem } from '../problem/problem';
import type { UniverseView } from './universe-view';

const SUGGESTIONS = 5;

/** Runs a part of an answer when there is time for it. */
export type InTurn = <T>(work: () => T) => T | Promise<T>;

/** Ordinal of the article that a title means. Throws Problem ARTICLE_NOT_FOUND with the nearest titles, found in turn. */
export async function ordinalOf(view: UniverseView, title: string, inTurn: InTurn): Promise<number> {
  const { directory } = view;
  const ordinal = directory.titleFinder.find(title);
  if (ordinal >= 0) return ordinal;
  const near = await inTurn(() => directory.search.nearestTitles(title, SUGGESTIONS));
  const titles = near.map((one) => directory.title(one));
  const hint = titles.length === 0 ? '' : ` Did you mean ${titles.map((one) => `“${one}”`).join(', ')}?`;
  throw new Problem('ARTICLE_NOT_FOUND', `There is no article “${title.slice(0, 300)}”.${hint}`, {
    suggestions: near.map((one) => ({ title: directory.title(one), category: directory.category(one) })),
  });
}
