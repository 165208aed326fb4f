import { LRUCache } from 'lru-cache';
import type { Directory } from '../dataset/directory';
import type { ArticleBody, ArticleCard } from '../universe/article';
import type { RowSource } from './dataset-view';
import { RowBatches } from './row-batches';

/** Cards of a dataset are remembered within so many bytes: lists and searches show the same ones again and again. */
const CARD_BYTES = 10 << 20;
/** What a card takes beside its texts. */
const CARD_OVERHEAD_BYTES = 200;

/** Postgres holds another dataset than the one that was asked of: it was published meanwhile. */
export class DatasetReplaced extends Error {
  constructor(readonly universe: string) {
    super('another dataset was published');
  }
}

/** What the catalogue needs of Postgres. */
export interface PostgresRows {
  /** Keys of the published datasets by universe, as of the last look; empty while Postgres is unreachable. */
  published(): ReadonlyMap<string, string>;
  /** The directory of a published dataset, at an offset divisible by 8; null where it is not there any more. */
  readDirectory(universe: string, key: string): Promise<Buffer | null>;
  /** The bodies of these ids, in any order, of the dataset with this key; throws DatasetReplaced or Unreachable. */
  findArticles(universe: string, key: string, ids: readonly number[]): Promise<(ArticleBody & { id: number })[]>;
  /** Their cards, likewise. */
  findCards(universe: string, key: string, ids: readonly number[]): Promise<(ArticleCard & { id: number })[]>;
}

/** The rows of one published dataset. They stay as they are while Postgres holds a dataset of that key. */
export class PostgresDataset implements RowSource {
  private readonly found: RowBatches<ArticleBody & { id: number }>;
  private readonly foundCards: RowBatches<ArticleCard & { id: number }>;
  private readonly known = new LRUCache<number, ArticleCard>({
    maxSize: CARD_BYTES,
    sizeCalculation: ({ description, region, system, sourceUrl }) =>
      CARD_OVERHEAD_BYTES + description.length + region.length + system.length + (sourceUrl?.length ?? 0),
  });

  constructor(
    private readonly directory: Directory,
    rows: PostgresRows,
  ) {
    const { universe, key } = directory.info;
    this.found = new RowBatches((ids) => rows.findArticles(universe, key, ids));
    this.foundCards = new RowBatches((ids) => rows.findCards(universe, key, ids));
  }

  async bodies(ordinals: ArrayLike<number>): Promise<ArticleBody[]> {
    const found = await this.found.get(this.idsOf(ordinals));
    return found.map((body) => this.present(body));
  }

  async cards(ordinals: ArrayLike<number>): Promise<ArticleCard[]> {
    const cards = new Array<ArticleCard>(ordinals.length);
    const missing: number[] = [];
    for (let place = 0; place < ordinals.length; place++) {
      const card = this.known.get(ordinals[place]!);
      if (card) cards[place] = card;
      else missing.push(place);
    }
    if (missing.length === 0) return cards;
    const asked = missing.map((place) => ordinals[place]!);
    const found = await this.foundCards.get(this.idsOf(asked));
    missing.forEach((place, i) => this.known.set(asked[i]!, (cards[place] = this.present(found[i]))));
    return cards;
  }

  private idsOf(ordinals: ArrayLike<number>): number[] {
    const ids = new Array<number>(ordinals.length);
    for (let i = 0; i < ids.length; i++) ids[i] = this.directory.id(ordinals[i]!);
    return ids;
  }

  /** The key was right and the row is gone: somebody else changed the table. */
  private present<T>(row: T | undefined): T {
    if (row === undefined) throw new DatasetReplaced(this.directory.info.universe);
    return row;
  }
}
