import type { Directory } from '../dataset/directory';
import type { ArticleBody, ArticleCard } from '../universe/article';
import type { UniverseDefinition } from '../universe/universe-definition';
import type { DataSource, UniverseView } from './catalogue';

/** Where the rows of one dataset are read. */
export interface RowSource {
  bodies(ordinals: ArrayLike<number>): Promise<ArticleBody[]>;
  cards(ordinals: ArrayLike<number>): Promise<ArticleCard[]>;
}

interface ViewFacts {
  definition: UniverseDefinition;
  source: DataSource;
  directory: Directory;
  ttlMs: number;
}

/** A directory with the rows that belong to it. */
export class DatasetView implements UniverseView {
  readonly universe: string;
  readonly definition: UniverseDefinition;
  readonly source: DataSource;
  readonly directory: Directory;
  private readonly staleAtMs: number;

  constructor(
    { definition, source, directory, ttlMs }: ViewFacts,
    private readonly rows: RowSource,
  ) {
    this.universe = directory.info.universe;
    this.definition = definition;
    this.source = source;
    this.directory = directory;
    this.staleAtMs = Date.parse(directory.info.scrapedAt) + ttlMs;
  }

  get stale(): boolean {
    return Date.now() > this.staleAtMs;
  }

  bodies(ordinals: ArrayLike<number>): Promise<ArticleBody[]> {
    return this.rows.bodies(ordinals);
  }

  cards(ordinals: ArrayLike<number>): Promise<ArticleCard[]> {
    return this.rows.cards(ordinals);
  }
}
