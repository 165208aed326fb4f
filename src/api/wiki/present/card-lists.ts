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
    const found = new Array<string>(ordinals.length);
    const missing: number[] = [];
    for (let place = 0; place < ordinals.length; place++) {
      const text = texts.get(ordinals[place]!);
      if (text === undefined) missing.push(place);
      else found[place] = text;
    }
    const asked = missing.map((place) => ordinals[place]!);
    const cards = await cardsAt(view, asked);
    cards.forEach((card, i) => {
      const text = (found[missing[i]!] = JSON.stringify(this.present(view, asked[i]!, card, images)));
      texts.set(asked[i]!, text);
    });
    return `[${found.join(',')}]`;
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
