import { LRUCache } from 'lru-cache';
import type { Damage } from '../dataset/damage-reports';
import type { Directory } from '../dataset/directory';
import { leadText, type PackedText, type ReadableText } from '../dataset/text-pack';
import type { ArticleBody, ArticleCard } from '../universe/article';
import type { UniverseDefinition } from '../universe/universe-definition';

/** Cards that are remembered, of some hundred bytes each: maps and lists show the same ones again and again. */
const MOST_CARDS = 5000;

export type DataSource = 'postgres' | 'file';

/** Where the rows of one dataset are read, in the order of the ordinals; null where a row is damaged or gone. */
export interface RowSource {
  bodies(ordinals: ArrayLike<number>): Promise<(ArticleBody | null)[]>;
  cards(ordinals: ArrayLike<number>): Promise<(ArticleCard | null)[]>;
  /** Only of articles that have a text. */
  texts(ordinals: ArrayLike<number>): Promise<(PackedText | null)[]>;
}

export interface ViewParts {
  definition: UniverseDefinition;
  source: DataSource;
  directory: Directory;
  rows: RowSource;
  /** The same dataset in the other source, where it lies there too. */
  spare: RowSource | null;
  ttlMs: number;
  /** Whether a failure means that the source is away, and not that it is asked wrongly. */
  isAway: (error: unknown) => boolean;
  onDamage: (damage: Damage) => void;
}

/**
 * One dataset at one moment, from one source. Everything that a request needs comes from a single view,
 * so that an answer is never a mixture of two datasets.
 */
export class UniverseView {
  readonly universe: string;
  readonly definition: UniverseDefinition;
  readonly source: DataSource;
  readonly directory: Directory;
  /** How many rows could be read in neither source, so far: an answer during which it grew lacks some. */
  missing = 0;
  private readonly seen = new LRUCache<number, ArticleCard>({ max: MOST_CARDS });

  constructor(private readonly parts: ViewParts) {
    this.universe = parts.directory.info.universe;
    this.definition = parts.definition;
    this.source = parts.source;
    this.directory = parts.directory;
  }

  /**
   * The same dataset for an answer that is sent while it is made: where its source goes away in the middle, the other
   * one goes on, if it holds the dataset too.
   */
  untilItsEnd(): UniverseView {
    const { rows, spare, isAway } = this.parts;
    if (!spare) return this;
    const orSpare = <T>(answer: Promise<T>, other: () => Promise<T>) =>
      answer.catch((error: unknown) => {
        if (!isAway(error)) throw error;
        return other();
      });
    const steady: RowSource = {
      bodies: (ordinals) => orSpare(rows.bodies(ordinals), () => spare.bodies(ordinals)),
      cards: (ordinals) => orSpare(rows.cards(ordinals), () => spare.cards(ordinals)),
      texts: (ordinals) => orSpare(rows.texts(ordinals), () => spare.texts(ordinals)),
    };
    return new UniverseView({ ...this.parts, rows: steady });
  }

  /** Whether the data are older than CACHE_TTL_DAYS. */
  get stale(): boolean {
    return Date.now() > Date.parse(this.directory.info.scrapedAt) + this.parts.ttlMs;
  }

  /**
   * What is read of the articles at these ordinals, in that order; null where the row is damaged in both sources.
   * Throws where the source cannot be reached.
   */
  bodies(ordinals: ArrayLike<number>): Promise<(ArticleBody | null)[]> {
    return this.read(ordinals, (rows, asked) => rows.bodies(asked));
  }

  /** What lists show of them, likewise. */
  async cards(ordinals: ArrayLike<number>): Promise<(ArticleCard | null)[]> {
    const cards = Array.from(ordinals, (ordinal) => this.seen.get(ordinal) ?? null);
    const places = [...cards.keys()].filter((place) => cards[place] === null);
    const asked = places.map((place) => ordinals[place] ?? 0);
    const found = await this.read(asked, (rows, others) => rows.cards(others));
    for (const [i, card] of found.entries()) {
      if (card) this.seen.set(asked[i]!, card);
      cards[places[i]!] = card;
    }
    return cards;
  }

  /**
   * The text of one article by sections and its gallery; null where it has none, or where it is damaged in both
   * sources. An article without a text of its own has its description as its lead. Throws where the source cannot be
   * reached.
   */
  async text(ordinal: number): Promise<ReadableText | null> {
    const [text] = await this.readableTexts([ordinal]);
    return text ?? null;
  }

  /** The texts of these articles, likewise. */
  async readableTexts(ordinals: readonly number[]): Promise<(ReadableText | null)[]> {
    const own = ordinals.filter((ordinal) => this.directory.hasText(ordinal));
    const others = ordinals.filter((ordinal) => !this.directory.hasText(ordinal));
    const [texts, cards] = await Promise.all([this.read(own, (rows, asked) => rows.texts(asked)), this.cards(others)]);
    const found = new Map<number, ReadableText | null>();
    own.forEach((ordinal, i) => found.set(ordinal, texts[i] ?? null));
    others.forEach((ordinal, i) => {
      const card = cards[i];
      if (card?.description) found.set(ordinal, leadText(card));
    });
    return ordinals.map((ordinal) => found.get(ordinal) ?? null);
  }

  private async read<T>(
    ordinals: ArrayLike<number>,
    ask: (rows: RowSource, ordinals: ArrayLike<number>) => Promise<(T | null)[]>,
  ): Promise<(T | null)[]> {
    if (ordinals.length === 0) return [];
    const { rows, spare, source, onDamage } = this.parts;
    const found = await ask(rows, ordinals);
    const damaged = [...found.keys()].filter((place) => found[place] === null);
    if (damaged.length === 0) return found;
    const asked = damaged.map((place) => ordinals[place] ?? 0);
    onDamage({ universe: this.universe, source, titles: asked.map((ordinal) => this.directory.title(ordinal)) });
    const good = spare ? await ask(spare, asked) : [];
    damaged.forEach((place, i) => (found[place] = good[i] ?? null));
    this.missing += damaged.filter((place) => found[place] === null).length;
    return found;
  }
}
