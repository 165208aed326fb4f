import { ordinalOf } from '../../catalogue/asked-article';
import { numbersOf } from '../../catalogue/asked-category';
import type { UniverseView } from '../../catalogue/universe-view';
import type { Asked } from '../export';

export interface Choice {
  category?: string[] | undefined;
  titles?: string[] | undefined;
  around?: string | undefined;
  depth: number;
  limit: number;
}

/** Of an article with more neighbours only the most linked count. */
const MOST_NEIGHBOURS = 2000;

/**
 * The ordinals that are asked for, the most important first: those of the titles in their order; those around an
 * article, the nearest first; else the ones to which most others link. Throws Problem ARTICLE_NOT_FOUND.
 */
export async function chosenArticles(asked: Pick<Asked<Choice>, 'view' | 'query' | 'inTurn'>): Promise<number[]> {
  const { view, query } = asked;
  const { directory } = view;
  const categories = numbersOf(view, query.category);
  const isWanted = (ordinal: number) => !categories || categories.includes(directory.categoryOf[ordinal] ?? -1);
  if (query.titles) return (await titled(asked, query.titles)).filter(isWanted).slice(0, query.limit);
  if (query.around !== undefined) {
    const centre = await ordinalOf(view, query.around, asked.inTurn);
    const found = await asked.inTurn(() => around(view, centre, query.depth));
    return found.filter(isWanted).slice(0, query.limit);
  }
  return asked.inTurn(() => directory.list.list({ categories, sort: '-links', limit: query.limit }).ordinals);
}

/** A list with commas is several titles where it is none itself. */
async function titled({ view, inTurn }: Pick<Asked<Choice>, 'view' | 'inTurn'>, titles: string[]): Promise<number[]> {
  const parts = titles.flatMap((title) =>
    view.directory.titleFinder.find(title) < 0 ? title.split(',').map((part) => part.trim()) : [title],
  );
  const found = new Set<number>();
  for (const title of parts) if (title !== '') found.add(await ordinalOf(view, title, inTurn));
  return [...found];
}

/** The article, then what it links with in either direction, step by step; within a step the most linked first. */
function around({ directory }: UniverseView, centre: number, depth: number): number[] {
  const found = new Set([centre]);
  let edge = [centre];
  for (let step = 0; step < depth && found.size < MOST_NEIGHBOURS; step++) {
    const next = new Set<number>();
    for (const ordinal of edge) {
      for (const direction of ['out', 'in'] as const) {
        for (const other of directory.linkLists.neighbours(ordinal, direction)) if (!found.has(other)) next.add(other);
      }
      if (next.size > MOST_NEIGHBOURS) break;
    }
    edge = [...next].sort((a, b) => directory.links[b]! - directory.links[a]! || a - b).slice(0, MOST_NEIGHBOURS);
    edge.forEach((ordinal) => found.add(ordinal));
  }
  return [...found];
}
