import { compareCodePoints, fold } from '../../universe/fold';
import type { Bitset } from '../search/bitset';
import type { SearchDirectory } from '../search/search-directory';
import type { SectionFileWriter, StringTable } from '../section-file';

export const SORTS = ['title', '-title', 'links', '-links', 'updated', '-updated'] as const;
export type Sort = (typeof SORTS)[number];

/** Where an article stands in an order: by the value it is sorted by (0 for titles), then by title. */
export interface Position {
  value: number;
  title: string;
}

/** Values are compared as 32-bit numbers beside the ordinal: seconds reach to 2106, links never that far. */
const VALUES = 2 ** 32;
/** A number of 53 bits sorts natively: 32 of the value, 21 of the ordinal. */
const ORDINALS = 2 ** 21;

/**
 * Writes the orders that `ArticleList` pages through: ordinals by rising and by falling value, articles of equal value
 * in title order. Columns are by ordinal.
 */
export function addOrders(
  writer: SectionFileWriter,
  { count, links, updated }: { count: number; links: Uint32Array; updated: Float64Array },
): void {
  if (count > ORDINALS) throw new Error(`a dataset holds at most ${ORDINALS} articles`);
  const seconds = updated.map((ms) => clamped(ms / 1000));
  writer.add(
    'order.links',
    orderBy(count, (ordinal) => links[ordinal]!),
  );
  writer.add(
    'order.-links',
    orderBy(count, (ordinal) => VALUES - 1 - links[ordinal]!),
  );
  writer.add(
    'order.updated',
    orderBy(count, (ordinal) => seconds[ordinal]!),
  );
  writer.add(
    'order.-updated',
    orderBy(count, (ordinal) => VALUES - 1 - seconds[ordinal]!),
  );
}

/** One order of all articles, and where a page that ended at a position goes on. */
export class ArticleOrder {
  private readonly count: number;
  private readonly titles: StringTable;
  private readonly folded: StringTable;
  /** Null: by title. */
  private readonly ordinals: Uint32Array | null;
  private readonly values: Uint32Array | Float64Array;
  private readonly falls: boolean;
  private readonly isByTitle: boolean;

  constructor(
    { count, sections }: SearchDirectory,
    readonly sort: Sort,
  ) {
    this.count = count;
    this.titles = sections.strings('title');
    this.folded = sections.strings('folded');
    this.falls = sort.startsWith('-');
    this.isByTitle = sort.endsWith('title');
    this.ordinals = this.isByTitle ? null : sections.u32(`order.${sort}`);
    this.values = sort.endsWith('links') ? sections.u32('links') : sections.f64('updated');
  }

  /** The first of a set of ordinals that stand at a place or behind it, at most so many. */
  take(set: Bitset, from: number, limit: number): number[] {
    const taken: number[] = [];
    for (let place = from; place < this.count && taken.length < limit; place++) {
      const ordinal = this.at(place);
      if (set.has(ordinal)) taken.push(ordinal);
    }
    return taken;
  }

  positionOf(ordinal: number): Position {
    return { value: this.valueOf(ordinal), title: this.titles.get(ordinal) };
  }

  /** The first place behind a position, whether or not an article stands exactly there. */
  placeAfter(position: Position): number {
    const folded = fold(position.title);
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.at(middle), position, folded) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private at(place: number): number {
    if (this.ordinals) return this.ordinals[place]!;
    return this.falls ? this.count - 1 - place : place;
  }

  /** Times are compared in whole seconds, as they are shown. */
  private valueOf(ordinal: number): number {
    if (this.isByTitle) return 0;
    const value = this.values[ordinal]!;
    return clamped(this.sort.endsWith('updated') ? value / 1000 : value);
  }

  private compare(ordinal: number, { value, title }: Position, folded: string): number {
    const byValue = this.valueOf(ordinal) - value;
    if (byValue !== 0) return this.falls ? -byValue : byValue;
    const byTitle =
      compareCodePoints(this.folded.get(ordinal), folded) || compareCodePoints(this.titles.get(ordinal), title);
    return this.isByTitle && this.falls ? -byTitle : byTitle;
  }
}

function clamped(value: number): number {
  return Math.min(Math.max(0, Math.floor(value)), VALUES - 1);
}

/** Ordinals by rising value, then by title. */
function orderBy(count: number, valueOf: (ordinal: number) => number): Uint32Array {
  const keys = new Float64Array(count);
  for (let ordinal = 0; ordinal < count; ordinal++) keys[ordinal] = valueOf(ordinal) * ORDINALS + ordinal;
  keys.sort();
  return Uint32Array.from(keys, (key) => key % ORDINALS);
}
