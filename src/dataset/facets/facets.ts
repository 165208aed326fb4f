import { compareCodePoints, fold } from '../../universe/fold';
import { Bitset } from '../search/bitset';
import { fnv1a } from '../fnv1a';
import { equalRange } from '../hash-index';
import { eachPosting } from '../search/posting-lists';
import type { SearchDirectory } from '../search/search-directory';
import type { StringTable } from '../section-file';
import { COMPARED, LISTED, MEANT, SLOTS, valueKey } from './facets-builder';
import { collectOptions, type FormOptions } from './form-options';
import { meaningOf, withoutNotes } from './meaning';
import { sorted, type Steps } from '../../event-loop/steps';

export interface FacetValue {
  value: string;
  count: number;
}

/** Values, or articles, that are counted at a time. */
const STEP = 256;

/** Which values the content fields of one directory's articles have. */
export class Facets {
  private readonly count: number;
  private readonly categoryOf: Uint16Array;
  private readonly fieldNumbers = new Map<string, number>();
  private readonly starts: Uint32Array;
  private readonly hashes: Uint32Array;
  private readonly texts: StringTable;
  /** Listed values that are another name of a value of the same field. */
  private readonly otherNames: Uint32Array;
  private readonly lists: Uint32Array;
  private readonly bytes: Buffer;

  constructor({ count, sections }: SearchDirectory) {
    this.count = count;
    this.categoryOf = sections.u16('category');
    const fields = sections.strings('facets.fields');
    for (let field = 0; field < fields.length; field++) this.fieldNumbers.set(fields.get(field), field);
    this.starts = sections.u32('facets.fields.starts');
    this.hashes = sections.u32('facets.hash');
    this.texts = sections.strings('facets.texts');
    this.otherNames = sections.u32('facets.other-names');
    this.lists = sections.u32('facets.lists');
    this.bytes = sections.bytes('facets.lists.bytes');
  }

  /**
   * The articles whose field has one of the values, folded: one value of it, whatever notes, number or spelling it is
   * written with, or all joined. A value that is asked for with its notes is only itself.
   */
  filterSet(field: string, values: readonly string[]): Bitset {
    const set = new Bitset(this.count);
    for (const value of values) {
      for (const place of this.placesMeant(field, value)) {
        eachPosting(this.bytes, this.lists[place]!, this.lists[place + 1]!, (ordinal) => set.add(ordinal));
      }
    }
    return set;
  }

  private placesMeant(field: string, value: string): number[] {
    const folded = fold(value);
    const places = [...this.placesOf(field, LISTED, folded), ...this.placesOf(field, COMPARED, folded)];
    if (withoutNotes(value) !== value) return places;
    const meaning = meaningOf(value);
    return [...places, ...this.placesOf(field, LISTED, meaning), ...this.placesOf(field, MEANT, meaning)];
  }

  /** Values of a field, the most frequent first, then by value. `category` null: of every article. */
  *values(field: string, category: number | null): Steps<FacetValue[]> {
    return yield* this.listed(field, category, () => true);
  }

  /** What a character form offers. `characters`: index of that category, -1 where the universe has none. */
  *formOptions(characters: number): Steps<FormOptions> {
    const isCharacter = new Bitset(this.count);
    this.categoryOf.forEach((category, ordinal) => category === characters && isCharacter.add(ordinal));
    const otherNames = new Set(this.otherNames);
    return yield* collectOptions({
      values: (field) => this.listed(field, characters, (place) => !otherNames.has(place)),
      found: (field, value) => this.filterSet(field, [value]).and(isCharacter).count(),
    });
  }

  private *listed(field: string, category: number | null, isWanted: (place: number) => boolean): Steps<FacetValue[]> {
    const found: FacetValue[] = [];
    const { from, to } = this.range(field, LISTED);
    for (let place = from; place < to; place++) {
      const count = isWanted(place) ? this.countOf(place, category) : 0;
      if (count > 0) found.push({ value: this.texts.get(place), count });
      // A single value may be that of every article.
      if (count > STEP || place % STEP === 0) yield;
    }
    return yield* sorted(found, (a, b) => b.count - a.count || compareCodePoints(a.value, b.value));
  }

  private range(field: string, slot: number): { from: number; to: number } {
    const number = this.fieldNumbers.get(field);
    if (number === undefined) return { from: 0, to: 0 };
    return { from: this.starts[number * SLOTS + slot]!, to: this.starts[number * SLOTS + slot + 1]! };
  }

  private placesOf(field: string, slot: number, folded: string): number[] {
    const number = this.fieldNumbers.get(field);
    if (folded === '' || number === undefined) return [];
    const { from, to } = this.range(field, slot);
    const hash = fnv1a(valueKey(number * SLOTS + slot, folded));
    const alike = equalRange(this.hashes, hash, from, to);
    const places = Array.from({ length: alike.to - alike.from }, (_, i) => alike.from + i);
    return places.filter((place) => this.isValue(place, folded));
  }

  /** Values that are never listed have no text to compare: their hash is their word. */
  private isValue(place: number, folded: string): boolean {
    const text = this.texts.get(place);
    return text === '' || fold(text) === folded;
  }

  private countOf(place: number, category: number | null): number {
    let count = 0;
    this.eachOf(place, category, () => count++);
    return count;
  }

  private eachOf(place: number, category: number | null, visit: (ordinal: number) => void): void {
    eachPosting(this.bytes, this.lists[place]!, this.lists[place + 1]!, (ordinal) => {
      if (category === null || this.categoryOf[ordinal] === category) visit(ordinal);
    });
  }
}
