import { ordinalOf } from '../catalogue/asked-article';
import type { UniverseView } from '../catalogue/universe-view';
import type { Lore } from './lore';
import { plainText } from '../universe/plain-text';

const LOOKED_AT = 5;

/** As `ordinalOf`, also by a title as our answers show it: without what cannot be seen. */
export async function ordinalOfShown(view: UniverseView, title: string, lore: Lore): Promise<number> {
  const { titleFinder, search } = view.directory;
  if (titleFinder.find(title) < 0) {
    const { hits } = await lore.inTurn(() => search.search(title, { limit: LOOKED_AT }));
    const shown = hits.find(({ ordinal }) => plainText(view.directory.title(ordinal)) === title);
    if (shown) return shown.ordinal;
  }
  return ordinalOf(view, title, lore.inTurn);
}
