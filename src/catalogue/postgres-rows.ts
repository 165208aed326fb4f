import type { Directory } from '../dataset/directory';
import { PackedText } from '../dataset/text-pack';
import type { ArticleBody, ArticleCard } from '../universe/article';
import { BatchedRows } from './batched-rows';
import type { RowSource } from './universe-view';

/** Postgres holds another dataset than the one that was asked of: it was published meanwhile. */
export class DatasetReplaced extends Error {
  constructor(readonly universe: string) {
    super('another dataset was published');
  }
}

/** A text as it is stored, with the two halves of its hash. */
export interface StoredText {
  id: number;
  high: number;
  low: number;
  packed: Buffer;
}

/** What the catalogue asks of Postgres. */
export interface PublishedRows {
  /** Keys of the published datasets by universe, as of the last look; empty while Postgres is unreachable. */
  published(): ReadonlyMap<string, string>;
  /** The directory of a published dataset, at an offset divisible by 8; null where it is not there any more. */
  readDirectory(universe: string, key: string): Promise<Buffer | null>;
  /**
   * The bodies of these ids in the dataset with this key, without those whose rows are no articles any more because
   * somebody changed the table. Throws DatasetReplaced or Unreachable.
   */
  findBodies(universe: string, key: string, ids: readonly number[]): Promise<ReadonlyMap<number, ArticleBody>>;
  /** Their texts, likewise. */
  findTexts(universe: string, key: string, ids: readonly number[]): Promise<ReadonlyMap<number, StoredText>>;
  /** Their cards, likewise. */
  findCards(universe: string, key: string, ids: readonly number[]): Promise<ReadonlyMap<number, ArticleCard>>;
}

/** The rows of one published dataset. */
export class PostgresRows implements RowSource {
  private readonly found: BatchedRows<ArticleBody>;
  private readonly foundCards: BatchedRows<ArticleCard>;
  private readonly foundTexts: BatchedRows<StoredText>;

  constructor(
    private readonly directory: Directory,
    rows: PublishedRows,
  ) {
    const { universe, key } = directory.info;
    this.found = new BatchedRows((ids) => rows.findBodies(universe, key, ids));
    this.foundCards = new BatchedRows((ids) => rows.findCards(universe, key, ids));
    this.foundTexts = new BatchedRows((ids) => rows.findTexts(universe, key, ids));
  }

  bodies(ordinals: ArrayLike<number>): Promise<(ArticleBody | null)[]> {
    return this.found.get(this.idsOf(ordinals));
  }

  cards(ordinals: ArrayLike<number>): Promise<(ArticleCard | null)[]> {
    return this.foundCards.get(this.idsOf(ordinals));
  }

  async texts(ordinals: ArrayLike<number>): Promise<(PackedText | null)[]> {
    const found = await this.foundTexts.get(this.idsOf(ordinals));
    return found.map((text, place) => {
      const { high, low } = this.directory.textHash(ordinals[place] ?? 0);
      return text?.high === high && text.low === low ? PackedText.open(text.packed) : null;
    });
  }

  private idsOf(ordinals: ArrayLike<number>): number[] {
    return Array.from(ordinals, (ordinal) => this.directory.id(ordinal));
  }
}
