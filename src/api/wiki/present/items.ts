import type { UniverseView } from '../../../catalogue/universe-view';
import { Problem } from '../../../problem/problem';
import { ordinalsOf, type AskedCategory } from '../../../catalogue/asked-category';
import type { KnownImages } from '../../../images/store/image-store';
import { presentCard } from '../../../catalogue/present/articles';
import { cardsJson, type PresentCard } from './card-lists';
import { pageWithHead, titlePage, type ListQuery } from './canon';
import { withRawMember } from './titles';

/** What a character can carry or ride. */
const ITEM_CATEGORIES = ['weapons', 'armor', 'items', 'vehicles', 'droids'] as const;
const SAMPLE = 5;

const presentItem: PresentCard = (view, ordinal, card, images) => ({
  id: view.directory.id(ordinal),
  ...presentCard(view, ordinal, card, images),
});

export function itemsOverview(view: UniverseView): string {
  const categories = ITEM_CATEGORIES.map((name) => {
    const ordinals = ordinalsOf(view, { name, number: view.directory.categoryNumber(name) });
    const sample = Array.from(ordinals.subarray(0, SAMPLE), (ordinal) => view.directory.title(ordinal));
    return [name, { count: ordinals.length, sample }];
  });
  return JSON.stringify({ universe: view.universe, categories: Object.fromEntries(categories) });
}

export function itemsPage(view: UniverseView, asked: string, query: ListQuery): string {
  return titlePage(view, itemCategory(view, asked), query);
}

export async function itemsPageWithImages(
  view: UniverseView,
  asked: string,
  query: ListQuery,
  images: KnownImages,
): Promise<string> {
  const { head, ordinals } = pageWithHead(view, itemCategory(view, asked), query);
  return withRawMember(head, 'items', await cardsJson(view, ordinals, images, presentItem));
}

/** Throws Problem BAD_PARAMETER where the category is none of the five. */
function itemCategory(view: UniverseView, asked: string): AskedCategory {
  const name = ITEM_CATEGORIES.find((one) => one === asked.toLowerCase());
  if (name) return { name, number: view.directory.categoryNumber(name) };
  throw new Problem('BAD_PARAMETER', `category must be one of ${ITEM_CATEGORIES.join(', ')}.`, {
    parameter: 'category',
    categories: ITEM_CATEGORIES,
  });
}
