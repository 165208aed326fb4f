import { ordinalOf, type InTurn } from '../../../catalogue/asked-article';
import { numbersOf } from '../../../catalogue/asked-category';
import type { UniverseView } from '../../../catalogue/universe-view';
import type { Direction } from '../../../dataset/link-lists';
import { presentEntry } from './one-article';
import { orBadCursor } from '../../../catalogue/asked-cursor';

export interface LinksQuery {
  direction: Direction;
  category?: string[] | undefined;
  /** Folded. */
  field?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the articles that one links to, or that link to it. Throws Problem ARTICLE_NOT_FOUND. */
export async function linksPage(view: UniverseView, title: string, query: LinksQuery, inTurn: InTurn): Promise<string> {
  const { directory } = view;
  const { direction, field, cursor, limit } = query;
  const categories = numbersOf(view, query.category);
  const ordinal = await ordinalOf(view, title, inTurn);
  const page = await inTurn(() => {
    const linked = directory.linkLists
      .neighbours(ordinal, direction, field)
      .filter((one) => !categories || categories.includes(directory.categoryOf[one] ?? -1));
    return orBadCursor(() => directory.list.pageOf(linked, { after: cursor, limit }));
  });
  const items = page.ordinals.map((other) => ({
    ...presentEntry(view, other),
    fields:
      direction === 'out'
        ? directory.linkLists.fieldsBetween(ordinal, other)
        : directory.linkLists.fieldsBetween(other, ordinal),
  }));
  return JSON.stringify({
    title: directory.title(ordinal),
    direction,
    total: page.total,
    items,
    next_cursor: page.next,
  });
}
