import type { Directory } from '../dataset/directory';
import type { ArticleBody, ArticleCard } from '../universe/article';
import type { UniverseDefinition } from '../universe/universe-definition';

export type DataSource = 'postgres' | 'file';

/**
 * One dataset at one moment, from one source. Everything that a request needs comes from a single view,
 * so that an answer is never a mixture of two datasets or two sources.
 */
export interface UniverseView {
  readonly universe: string;
  readonly definition: UniverseDefinition;
  readonly source: DataSource;
  readonly directory: Directory;
  /** Whether the data are older than CACHE_TTL_DAYS. */
  readonly stale: boolean;
  /** What is read of the articles at these ordinals, in that order. Throws where the source cannot be reached. */
  bodies(ordinals: ArrayLike<number>): Promise<ArticleBody[]>;
  /** What lists show of them, likewise. */
  cards(ordinals: ArrayLike<number>): Promise<ArticleCard[]>;
}

/** What `GET /universes` lists of a universe. */
export interface UniverseSummary {
  id: string;
  name: string;
  view: UniverseView;
}

/** Reading: finds the view that answers, and falls back from Postgres to the files where it must. */
export abstract class Catalogue {
  /**
   * Runs `answer` on the universe's view: of Postgres where it is reachable and holds a published dataset, else of
   * the files. Where Postgres fails while answering, the same question is asked of the files.
   * Throws Problem UNKNOWN_UNIVERSE (with `universes`) or, after waiting at most 5 s, DATA_NOT_READY.
   */
  abstract read<T>(universe: string | undefined, answer: (view: UniverseView) => T | Promise<T>): Promise<Answer<T>>;

  /** The view that would answer right now, or null; never waits. */
  abstract current(universe: string | undefined): UniverseView | null;

  /** Ids of the universes that can be served, sorted; waits like `read` while nothing is ready yet. */
  abstract universes(): Promise<UniverseSummary[]>;
}

export interface Answer<T> {
  value: T;
  view: UniverseView;
}
