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

/**
 * Writes the orders (`order.links`, `order.updated`: ordinals by rising value, then by title) that `ArticleList`
 * pages through. Columns are by ordinal.
 */
export function addOrders(
  writer: SectionFileWriter,
  { count, links, updated }: { count: number; links: Uint32Array; updated: Float64Array },
): void {
  writer.add(
    'order.links',
    orderBy(count, (ordinal) => links[ordinal]!),
  );
  writer.add(
    'order.updated',
    orderBy(count, (ordinal) => secondsOf(updated[ordinal]!)),
  );
}

/** The orders in which articles are listed. Articles of equal value are in title order, whichever way values run. */
export class ArticleOrders {
  private readonly falling = new Map<Sort, Uint32Array>();

  constructor(private readonly directory: SearchDirectory) {}

  by(sort: Sort): ArticleOrder {
    const { sections } = this.directory;
    switch (sort) {
      case 'title':
      case '-title': {
        const titles = { falls: sort === '-title' };
        return new ArticleOrder(this.directory, titles, () => 0, 1, titles.falls ? -1 : 1);
      }
      case 'links':
      case '-links': {
        const links = sections.u32('links');
        return this.byValue(sort, sections.u32('order.links'), links, 1);
      }
      case 'updated':
      case '-updated': {
        const updated = sections.f64('updated');
        return this.byValue(sort, sections.u32('order.updated'), updated, 1000);
      }
    }
  }

  /** `unit`: how much of the column counts as one. */
  private byValue(sort: Sort, rising: Uint32Array, column: Uint32Array | Float64Array, unit: number): ArticleOrder {
    const valueOf = (ordinal: number) => clamped(column[ordinal]! / unit);
    if (!sort.startsWith('-')) return new ArticleOrder(this.directory, rising, valueOf, 1, 1);
    let falling = this.falling.get(sort);
    if (!falling) this.falling.set(sort, (falling = reversedByValue(rising, column, unit)));
    return new ArticleOrder(this.directory, falling, valueOf, -1, 1);
  }
}

/** One order: which article stands where, and where a page that ended at a position goes on. */
export class ArticleOrder {
  private readonly titles: StringTable;
  private readonly folded: StringTable;

  /** `ordinals`: by place, or the order of titles itself. `valueSign`, `titleSign`: 1 rising, -1 falling. */
  constructor(
    private readonly directory: SearchDirectory,
    private readonly ordinals: Uint32Array | { falls: boolean },
    private readonly valueOf: (ordinal: number) => number,
    private readonly valueSign: number,
    private readonly titleSign: number,
  ) {
    this.titles = directory.sections.strings('title');
    this.folded = directory.sections.strings('folded');
  }

  /** The first of a set of ordinals that stand at a place or behind it, at most so many. */
  take(set: Bitset, from: number, limit: number): number[] {
    const { ordinals } = this;
    const { count } = this.directory;
    if (!(ordinals instanceof Uint32Array)) {
      return ordinals.falls ? set.below(count - from, limit) : set.from(from, limit);
    }
    const taken: number[] = [];
    const { words } = set;
    for (let at = from; at < count && taken.length < limit; at++) {
      const ordinal = ordinals[at]!;
      if ((words[ordinal >>> 5]! & (1 << (ordinal & 31))) !== 0) taken.push(ordinal);
    }
    return taken;
  }

  private ordinalAt(at: number): number {
    const { ordinals } = this;
    if (ordinals instanceof Uint32Array) return ordinals[at]!;
    return ordinals.falls ? this.directory.count - 1 - at : at;
  }

  positionOf(ordinal: number): Position {
    return { value: this.valueOf(ordinal), title: this.titles.get(ordinal) };
  }

  /** The first place behind a position, whether or not an article stands exactly there. */
  placeAfter(position: Position): number {
    const folded = fold(position.title);
    let low = 0;
    let high = this.directory.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.ordinalAt(middle), position, folded) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(ordinal: number, { value, title }: Position, folded: string): number {
    const byValue = this.valueSign * (this.valueOf(ordinal) - value);
    if (byValue !== 0) return byValue;
    return (
      this.titleSign *
      (compareCodePoints(this.folded.get(ordinal), folded) || compareCodePoints(this.titles.get(ordinal), title))
    );
  }
}

/** Values falling, but titles still rising within a value. */
function reversedByValue(rising: Uint32Array, values: Uint32Array | Float64Array, unit: number): Uint32Array {
  const falling = new Uint32Array(rising.length);
  let at = 0;
  for (let end = rising.length; end > 0;) {
    const value = clamped(values[rising[end - 1]!]! / unit);
    let start = end - 1;
    while (start > 0 && clamped(values[rising[start - 1]!]! / unit) === value) start--;
    for (let from = start; from < end; from++) falling[at++] = rising[from]!;
    end = start;
  }
  return falling;
}

/** Times are compared in whole seconds, as they are shown. */
function secondsOf(milliseconds: number): number {
  return clamped(milliseconds / 1000);
}

function clamped(value: number): number {
  return Math.min(Math.max(0, Math.floor(value)), VALUES - 1);
}

function orderBy(count: number, valueOf: (ordinal: number) => number): Uint32Array {
  // A number of 53 bits sorts natively: 32 of the value, 21 of the ordinal.
  const ORDINALS = 2 ** 21;
  if (count > ORDINALS) throw new Error(`a dataset holds at most ${ORDINALS} articles`);
  const keys = new Float64Array(count);
  for (let ordinal = 0; ordinal < count; ordinal++) keys[ordinal] = valueOf(ordinal) * ORDINALS + ordinal;
  keys.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i]! % ORDINALS;
  return order;
}
