import type { UniverseView } from '../../../catalogue/universe-view';
import { pauseDue } from '../../../event-loop/pauses';
import type { ArticleCard } from '../../../universe/article';
import type { KnownImages } from '../../../images/store/image-store';

/** How a list shows one card. */
export type PresentCard = (view: UniverseView, ordinal: number, card: ArticleCard, images: KnownImages) => object;

/** The JSON array of the cards at these ordinals, without those whose rows cannot be read. */
export async function cardsJson(
  view: UniverseView,
  ordinals: ArrayLike<number>,
  images: KnownImages,
  present: PresentCard,
): Promise<string> {
  const cards = await view.cards(ordinals);
  const texts: string[] = [];
  for (const [place, card] of cards.entries()) {
    if (card) texts.push(JSON.stringify(present(view, ordinals[place] ?? 0, card, images)));
    const pause = pauseDue();
    if (pause) await pause;
  }
  return `[${texts.join(',')}]`;
}
