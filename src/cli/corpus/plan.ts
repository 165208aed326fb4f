import { Chance, scramble } from './chance';
import { KINDS, type Kind } from './kinds';
import { Words } from './words';

const PERIOD = 1000;
const TWIN_EVERY = 97;

/** An article's place among those of its kind. */
export interface Member {
  kind: Kind;
  rank: number;
}

/**
 * Who is who in an invented universe, by number alone: every article's kind, rank and title follow from its number,
 * so that any article can link to any other without a list of them.
 */
export class Plan {
  private readonly words: Words;
  /** Kind of each number modulo `PERIOD`. */
  private readonly slots: readonly Kind[];
  private readonly positions = new Map<Kind, number[]>();
  private readonly byType: ReadonlyMap<string, Kind>;
  private readonly rankOfSlot: number[] = [];

  constructor(
    readonly articles: number,
    readonly seed: number,
  ) {
    this.words = new Words(articles, seed);
    this.byType = new Map(KINDS.map((kind) => [kind.type, kind]));
    this.slots = shuffled(KINDS.flatMap((kind) => new Array<Kind>(kind.share).fill(kind)));
    this.slots.forEach((kind, slot) => {
      const positions = this.positions.get(kind) ?? [];
      this.rankOfSlot.push(positions.length);
      this.positions.set(kind, [...positions, slot]);
    });
  }

  member(number: number): Member {
    const slot = number % PERIOD;
    const kind = this.slots[slot] as Kind;
    return { kind, rank: Math.floor(number / PERIOD) * kind.share + (this.rankOfSlot[slot] ?? 0) };
  }

  /** How many articles of a type there are. */
  count(type: string): number {
    const kind = this.byType.get(type);
    if (!kind) return 0;
    const rest = this.articles % PERIOD;
    const inRest = (this.positions.get(kind) ?? []).filter((slot) => slot < rest).length;
    return Math.floor(this.articles / PERIOD) * kind.share + inRest;
  }

  /** The number of the article of a type that has the rank. */
  number(type: string, rank: number): number {
    const kind = this.byType.get(type);
    const position = kind && this.positions.get(kind)?.[rank % kind.share];
    return kind && position !== undefined ? Math.floor(rank / kind.share) * PERIOD + position : 0;
  }

  /** The word that only this article's title contains. */
  word(number: number): string {
    return this.words.at(number);
  }

  title(number: number): string {
    const { kind, rank } = this.member(number);
    if (isTwin(kind, rank)) return `${this.title(this.number(kind.type, rank - 1))}/Legends`;
    const pattern = new Chance(scramble(this.seed ^ number)).pick(kind.titles);
    const name = pattern.replace('*', this.word(number)).replace('#', String(rank + 1));
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  /** Whether the article is the `/Legends` twin of the one before it. */
  isTwin(number: number): boolean {
    const { kind, rank } = this.member(number);
    return isTwin(kind, rank);
  }
}

function isTwin(kind: Kind, rank: number): boolean {
  return kind.type === 'Character' && rank % TWIN_EVERY === TWIN_EVERY - 1;
}

/** The kinds of a period in a fixed order in which they are well mixed. */
function shuffled(kinds: Kind[]): Kind[] {
  const chance = new Chance(1);
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = chance.between(0, i);
    [kinds[i], kinds[j]] = [kinds[j] as Kind, kinds[i] as Kind];
  }
  return kinds;
}
