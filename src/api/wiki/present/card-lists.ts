import { LRUCache } from 'lru-cache';
import type { UniverseView } from '../../../catalogue/catalogue';
import type { Directory } from '../../../dataset/directory';
import type { ArticleCard } from '../../../universe/article';
import type { ImageLookup } from '../../http/image-lookup';
import { cardsAt } from '../readers';

/** The cards of a dataset are remembered within so many bytes. */
const REMEMBERED_BYTES = 2 << 20;
/** What a card takes beside its text. */
const OVERHEAD_BYTES = 128;

/** How a list shows one card. */
export type PresentCard = (view: UniverseView, ordinal: number, card: ArticleCard, images: ImageLookup) => object;

interface Remembered {
  imageRevision: number | string;
  texts: LRUCache<number, string>;
}

/**
 * Lists of cards as JSON. Pages overlap and come again, so that the text of each card is remembered while its dataset
 * and the images stay as they are.
 */
export class CardLists {
  private readonly datasets = new WeakMap<Directory, Remembered>();

  constructor(private readonly present: PresentCard) {}

  /** The JSON array of the cards at these ordinals. */
  async json(view: UniverseView, ordinals: ArrayLike<number>, images: ImageLookup): Promise<string> {
    const { texts } = this.rememberedOf(view.directory, images.revision);
    const found = Array.from(ordinals, (ordinal) => texts.get(ordinal));
    const missing = Array.from(ordinals).filter((_, index) => found[index] === undefined);
    const cards = await cardsAt(view, missing);
    const made = new Map<number, string>();
    cards.forEach((card, index) => {
      const ordinal = missing[index] ?? -1;
      const text = JSON.stringify(this.present(view, ordinal, card, images));
      made.set(ordinal, text);
      texts.set(ordinal, text);
    });
    return `[${found.map((text, index) => text ?? made.get(ordinals[index] ?? -1)).join(',')}]`;
  }

  private rememberedOf(directory: Directory, imageRevision: number | string): Remembered {
    const known = this.datasets.get(directory);
    if (known?.imageRevision === imageRevision) return known;
    const texts = new LRUCache<number, string>({
      maxSize: REMEMBERED_BYTES,
      sizeCalculation: (text) => OVERHEAD_BYTES + text.length,
    });
    const remembered = { imageRevision, texts };
    this.datasets.set(directory, remembered);
    return remembered;
  }
}
