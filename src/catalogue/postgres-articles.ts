import { Inject, Injectable } from '@nestjs/common';
import { Database, type DatabaseHealth } from '../database/database';
import { ArticleRepository } from '../database/repositories/article.repository';
import { DatasetRepository } from '../database/repositories/dataset.repository';
import { ScrapingLogRepository, type OperationRow } from '../database/repositories/scraping-log.repository';
import type { PublishedDataset } from '../database/published-dataset';
import { readStorageUse, type StorageUse } from '../database/repositories/storage.repository';
import { orWhereAway } from '../database/unreachable';
import type { ArticleBody, ArticleCard } from '../universe/article';
import { parseBody } from '../universe/article-body';
import { TextRepository } from '../database/repositories/text.repository';
import { DatasetReplaced, type PublishedRows, type StoredText } from './postgres-rows';

/** The published datasets, as the catalogue and the statistics ask for them. */
@Injectable()
export class PostgresArticles implements PublishedRows {
  private readonly articles: ArticleRepository;
  private readonly datasets: DatasetRepository;
  private readonly texts: TextRepository;
  private seen: ReadonlyMap<string, PublishedDataset> | null = null;
  private keys: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly database: Database,
    @Inject(ScrapingLogRepository) private readonly log: Pick<ScrapingLogRepository, 'listRecent'>,
  ) {
    this.articles = new ArticleRepository(database);
    this.datasets = new DatasetRepository(database);
    this.texts = new TextRepository(database);
  }

  published(): ReadonlyMap<string, string> {
    const datasets = this.database.datasets();
    // Asked several times a request; the link replaces its map when it sees another state.
    if (datasets !== this.seen) {
      this.seen = datasets;
      this.keys = new Map([...datasets].map(([universe, { key }]) => [universe, key]));
    }
    return this.keys;
  }

  readDirectory(universe: string, key: string): Promise<Buffer | null> {
    return this.datasets.readDirectory(universe, key);
  }

  async findBodies(universe: string, key: string, ids: readonly number[]): Promise<ReadonlyMap<number, ArticleBody>> {
    const rows = mustBeThere(universe, ids, await this.articles.findRows(universe, key, ids));
    const bodies = new Map<number, ArticleBody>();
    for (const { id, content, infobox, wiki_categories: wikiCategories, source_url: sourceUrl } of rows) {
      const body = parseBody({ content, infobox, wikiCategories, sourceUrl });
      if (body) bodies.set(id, body);
    }
    return bodies;
  }

  async findCards(universe: string, key: string, ids: readonly number[]): Promise<ReadonlyMap<number, ArticleCard>> {
    const rows = mustBeThere(universe, ids, await this.articles.findCards(universe, key, ids));
    const cards = new Map<number, ArticleCard>();
    for (const { id, description, region, system, source_url: sourceUrl } of rows) {
      // Every content has a description; where it has none, it is no content.
      if (description !== null) cards.set(id, { description, region: region ?? '', system: system ?? '', sourceUrl });
    }
    return cards;
  }

  async findTexts(universe: string, key: string, ids: readonly number[]): Promise<ReadonlyMap<number, StoredText>> {
    const rows = mustBeThere(universe, ids, await this.texts.findTexts(universe, key, ids));
    const texts = rows.map(({ id, text_hash: hash, packed }): [number, StoredText] => {
      const bytes = Buffer.from(hash, 'hex');
      return [id, { id, high: bytes.readInt32BE(0), low: bytes.readInt32BE(4), packed: Buffer.from(packed, 'base64') }];
    });
    return new Map(texts);
  }

  health(): DatabaseHealth {
    return this.database.health();
  }

  /** Sizes of our tables; zeros while Postgres is away. */
  sizes(): Promise<StorageUse> {
    return orWhereAway(() => readStorageUse(this.database), { bytes: 0, tables: {} });
  }

  /** The newest operations; none while Postgres is away. */
  recentOperations(universe: string): Promise<OperationRow[]> {
    return orWhereAway(() => this.log.listRecent(universe), []);
  }
}

/** A single row may have been deleted by hand; where several are all gone, the table was emptied. */
function mustBeThere<Row>(universe: string, ids: readonly number[], rows: Row[] | null): Row[] {
  if (rows === null || (rows.length === 0 && ids.length > 1)) throw new DatasetReplaced(universe);
  return rows;
}
