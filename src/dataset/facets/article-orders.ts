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
  constructor(private readonly directory: SearchDirectory) {}

  by(sort: Sort): ArticleOrder {
    const { sections } = this.directory;
    const falls = sort.startsWith('-');
    switch (sort) {
      case 'title':
      case '-title':
        return new ArticleOrder(
          this.directory,
          new TitleSequence(this.directory.count, falls),
          () => 0,
          1,
          falls ? -1 : 1,
        );
      case 'links':
      case '-links':
        return this.byValue(falls, sections.u32('order.links'), sections.u32('links'), 1);
      case 'updated':
      case '-updated':
        return this.byValue(falls, sections.u32('order.updated'), sections.f64('updated'), 1000);
    }
  }

  /** `unit`: how much of the column counts as one. */
  private byValue(falls: boolean, rising: Uint32Array, column: Uint32Array | Float64Array, unit: number): ArticleOrder {
    const valueOf = (ordinal: number) => clamped(column[ordinal]! / unit);
    const sequence = falls ? new FallingSequence(rising, valueOf) : new RisingSequence(rising);
    return new ArticleOrder(this.directory, sequence, valueOf, falls ? -1 : 1, 1);
  }
}

/** Which article stands at which place. */
interface Sequence {
  at(place: number): number;
  /** The first of a set of ordinals that stand at a place or behind it, at most so many. */
  take(set: Bitset, from: number, limit: number): number[];
}

class TitleSequence implements Sequence {
  constructor(
    private readonly count: number,
    private readonly falls: boolean,
  ) {}

  at(place: number): number {
    return this.falls ? this.count - 1 - place : place;
  }

  take(set: Bitset, from: number, limit: number): number[] {
    return this.falls ? set.below(this.count - from, limit) : set.from(from, limit);
  }
}

class RisingSequence implements Sequence {
  constructor(private readonly ordinals: Uint32Array) {}

  at(place: number): number {
    return this.ordinals[place]!;
  }

  take(set: Bitset, from: number, limit: number): number[] {
    return takeFrom(this.ordinals, from, this.ordinals.length, set, limit, []);
  }
}

/**
 * Values falling, but titles still rising within a value: the runs of equal value of the rising order, from its end. A
 * run of the one lies at as many places from the end as the same run of the other from the start.
 */
class FallingSequence implements Sequence {
  constructor(
    private readonly rising: Uint32Array,
    private readonly valueOf: (ordinal: number) => number,
  ) {}

  at(place: number): number {
    const inRising = this.rising.length - 1 - place;
    const start = this.runStart(inRising);
    const end = this.runEnd(inRising);
    return this.rising[start + place - (this.rising.length - end)]!;
  }

  take(set: Bitset, from: number, limit: number): number[] {
    const { length } = this.rising;
    const taken: number[] = [];
    if (from >= length) return taken;
    let end = this.runEnd(length - 1 - from);
    let skip = from - (length - end);
    for (; end > 0 && taken.length < limit; skip = 0) {
      const start = this.runStart(end - 1);
      takeFrom(this.rising, start + skip, end, set, limit, taken);
      end = start;
    }
    return taken;
  }

  /** The first place of the rising order with the value of the one at `place`; found in ever longer strides. */
  private runStart(place: number): number {
    const value = this.valueAt(place);
    let start = place;
    let stride = 1;
    for (; stride <= start && this.valueAt(start - stride) === value; stride *= 2) start -= stride;
    for (stride >>>= 1; stride > 0; stride >>>= 1) {
      if (stride <= start && this.valueAt(start - stride) === value) start -= stride;
    }
    return start;
  }

  /** The place behind the last one with the value of the one at `place`, likewise. */
  private runEnd(place: number): number {
    const { length } = this.rising;
    const value = this.valueAt(place);
    let last = place;
    let stride = 1;
    for (; last + stride < length && this.valueAt(last + stride) === value; stride *= 2) last += stride;
    for (stride >>>= 1; stride > 0; stride >>>= 1) {
      if (last + stride < length && this.valueAt(last + stride) === value) last += stride;
    }
    return last + 1;
  }

  private valueAt(place: number): number {
    return this.valueOf(this.rising[place]!);
  }
}

/** Adds what a set holds of a stretch of ordinals, until there are so many. */
function takeFrom(
  ordinals: Uint32Array,
  start: number,
  end: number,
  { words }: Bitset,
  limit: number,
  taken: number[],
): number[] {
  for (let at = start; at < end && taken.length < limit; at++) {
    const ordinal = ordinals[at]!;
    if ((words[ordinal >>> 5]! & (1 << (ordinal & 31))) !== 0) taken.push(ordinal);
  }
  return taken;
}

/** One order: which article stands where, and where a page that ended at a position goes on. */
export class ArticleOrder {
  private readonly titles: StringTable;
  private readonly folded: StringTable;

  /** `valueSign`, `titleSign`: 1 rising, -1 falling. */
  constructor(
    private readonly directory: SearchDirectory,
    private readonly sequence: Sequence,
    private readonly valueOf: (ordinal: number) => number,
    private readonly valueSign: number,
    private readonly titleSign: number,
  ) {
    this.titles = directory.sections.strings('title');
    this.folded = directory.sections.strings('folded');
  }

  /** The first of a set of ordinals that stand at a place or behind it, at most so many. */
  take(set: Bitset, from: number, limit: number): number[] {
    return this.sequence.take(set, from, limit);
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
      if (this.compare(this.sequence.at(middle), position, folded) <= 0) low = middle + 1;
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
