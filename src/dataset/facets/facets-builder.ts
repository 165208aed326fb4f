import type { ArticleContent, Infobox } from '../../universe/article';
import { ByteSink } from '../search/byte-sink';
import { Column } from '../search/column';
import { PostingListsBuilder } from '../search/posting-lists';
import { RunReader } from '../search/run-reader';
import type { SectionFileWriter } from '../section-file';
import { ValueTable } from './value-table';

export interface FacetsBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  /** By ordinal, index into info.categories: what `add` was told is provisional. */
  categoryOf: Uint16Array;
}

/** Longer values are text rather than facts: they can be filtered by, but are not listed. */
const MAX_SHOWN = 200;
/** Fields that are text whatever their length. */
const NEVER_SHOWN: ReadonlySet<string> = new Set(['description', 'biography']);
const LARGEST_FIELD = 0xffff;

/** Where a field's values are kept that can be filtered by but are not listed: a name that no label folds to. */
export function comparedOnly(field: string): string {
  return `${field}\0`;
}

/** Collects the values of content fields and writes the sections that `Facets` reads. */
export class FacetsBuilder {
  private readonly fieldNames: string[] = [];
  private readonly fieldNumbers = new Map<string, number>();
  private readonly values = new ValueTable();
  private readonly runs = new ByteSink();
  private readonly seqs = new Column();
  private readonly starts = new Column();
  private current: number[] = [];
  /** Of the article at hand: the fields that its infobox gave, and with how many values. */
  private readonly given = new Map<string, number>();

  /** `keyOf`: an infobox label to its content key ('' where it has none), as `toContent` makes it. */
  constructor(private readonly keyOf: (label: string) => string) {}

  /** The infobox gives the separate values of what content joins. Of one article, calls may come at different times. */
  add(seq: number, _category: number, content: ArticleContent, infobox: Infobox | null): void {
    this.given.clear();
    if (infobox) for (const { label, values } of infobox.fields) this.addGiven(this.keyOf(label), values);
    for (const key in content) {
      const value = content[key]!;
      if (typeof value === 'string') this.addText(key, value);
      else this.addList(key, value);
    }
    this.endRun(seq);
  }

  /** A value that became known after the article was added. */
  addValue(seq: number, field: string, value: string): void {
    this.push(field, value, true);
    this.endRun(seq);
  }

  finish(writer: SectionFileWriter, { count, ordinalOf }: FacetsBuildContext): void {
    const order = this.sortedValues();
    const placeOf = new Uint32Array(order.length);
    const hashes = new Uint32Array(order.length);
    const fieldStarts = new Uint32Array(this.fieldNames.length + 1);
    const texts: Buffer[] = [];
    const offsets = new Uint32Array(order.length + 1);
    for (let place = 0; place < order.length; place++) {
      const number = order[place]!;
      placeOf[number] = place;
      hashes[place] = this.values.hashes[number]!;
      fieldStarts[this.values.fields[number]! + 1]!++;
      const text = this.values.text(number);
      texts.push(text);
      offsets[place + 1] = offsets[place]! + text.length;
    }
    for (let field = 0; field < this.fieldNames.length; field++) fieldStarts[field + 1]! += fieldStarts[field]!;
    writer.addStrings('facets.fields', this.fieldNames);
    writer.add('facets.fields.starts', fieldStarts);
    writer.add('facets.hash', hashes);
    writer.add('facets.texts.offsets', offsets);
    writer.add('facets.texts.bytes', Buffer.concat(texts));
    this.addPostings(writer, placeOf, this.runsByOrdinal(count, ordinalOf));
  }

  private addGiven(key: string, values: readonly string[]): void {
    if (key === '') return;
    this.given.set(key, (this.given.get(key) ?? 0) + values.length);
    const shown = !NEVER_SHOWN.has(key);
    for (const value of values) this.push(key, value, shown);
  }

  private addText(key: string, text: string): void {
    if (text === '') return;
    const given = this.given.get(key);
    // The only value of its field is the text itself.
    if (given !== 1) this.push(key, text, given === undefined && !NEVER_SHOWN.has(key));
  }

  private addList(key: string, values: readonly string[]): void {
    for (const value of values) this.push(key, value, true);
    if (values.length > 1) this.push(key, values.join(', '), false);
  }

  private push(key: string, value: string, shown: boolean): void {
    const listed = shown && value.length <= MAX_SHOWN;
    const field = this.fieldNumber(listed ? key : comparedOnly(key));
    if (field < 0) return;
    const number = this.values.numberOf(field, value, listed);
    if (number >= 0) this.current.push(number);
  }

  private fieldNumber(key: string): number {
    let number = this.fieldNumbers.get(key);
    if (number === undefined) {
      number = this.fieldNames.length < LARGEST_FIELD ? this.fieldNames.push(key) - 1 : -1;
      this.fieldNumbers.set(key, number);
    }
    return number;
  }

  private endRun(seq: number): void {
    if (this.current.length === 0) return;
    this.seqs.push(seq);
    this.starts.push(this.runs.length);
    this.runs.varint(this.current.length);
    for (const number of this.current) this.runs.varint(number);
    this.current.length = 0;
  }

  /** Values by field, then by hash. */
  private sortedValues(): Uint32Array {
    const { values } = this;
    const starts = new Uint32Array(this.fieldNames.length + 1);
    for (let number = 0; number < values.size; number++) starts[values.fields[number]! + 1]!++;
    for (let field = 0; field < this.fieldNames.length; field++) starts[field + 1]! += starts[field]!;
    const next = starts.slice();
    const keys = new Float64Array(values.size);
    // 32 bits of hash and 21 of a place within the field: what is sorted natively is one number.
    const NUMBERS = 2 ** 21;
    const byField = new Uint32Array(values.size);
    for (let number = 0; number < values.size; number++) byField[next[values.fields[number]!]!++] = number;
    const order = new Uint32Array(values.size);
    for (let field = 0; field < this.fieldNames.length; field++) {
      const [start, end] = [starts[field]!, starts[field + 1]!];
      for (let i = start; i < end; i++) keys[i] = values.hashes[byField[i]!]! * NUMBERS + (i - start);
      keys.subarray(start, end).sort();
      for (let i = start; i < end; i++) order[i] = byField[start + (keys[i]! % NUMBERS)]!;
    }
    return order;
  }

  /** The runs' starts in the order of their articles' ordinals, with those ordinals. */
  private runsByOrdinal(count: number, ordinalOf: Uint32Array): { starts: Uint32Array; ordinals: Uint32Array } {
    const runs = this.seqs.length;
    const next = new Uint32Array(count + 1);
    for (let run = 0; run < runs; run++) next[ordinalOf[this.seqs.at(run)]! + 1]!++;
    for (let ordinal = 0; ordinal < count; ordinal++) next[ordinal + 1]! += next[ordinal]!;
    const starts = new Uint32Array(runs);
    const ordinals = new Uint32Array(runs);
    for (let run = 0; run < runs; run++) {
      const ordinal = ordinalOf[this.seqs.at(run)]!;
      const at = next[ordinal]!++;
      starts[at] = this.starts.at(run);
      ordinals[at] = ordinal;
    }
    return { starts, ordinals };
  }

  private addPostings(
    writer: SectionFileWriter,
    placeOf: Uint32Array,
    { starts, ordinals }: { starts: Uint32Array; ordinals: Uint32Array },
  ): void {
    const lists = new PostingListsBuilder(placeOf.length);
    const runs = new RunReader(this.runs.view());
    for (const writing of [false, true]) {
      if (writing) lists.startWriting();
      for (let run = 0; run < starts.length; run++) {
        for (let left = runs.open(starts[run]!); left > 0; left--) {
          const place = placeOf[runs.next()]!;
          if (writing) lists.write(place, ordinals[run]!);
          else lists.measure(place, ordinals[run]!);
        }
      }
    }
    const { offsets, bytes } = lists.finish();
    writer.add('facets.lists', offsets);
    writer.add('facets.lists.bytes', bytes);
  }
}
