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
/** A field has two slots of 16-bit numbers: one of values that are listed, one of those that are only compared. */
const MAX_FIELDS = 0x7fff;
const NO_FIELD = -1;

/** Collects the values of content fields and writes the sections that `Facets` reads. */
export class FacetsBuilder {
  private readonly fieldNames: string[] = [];
  private readonly fieldNumbers = new Map<string, number>();
  private readonly fieldOfLabel = new Map<string, number>();
  private readonly values = new ValueTable();
  private readonly runs = new ByteSink();
  private readonly seqs = new Column();
  private readonly starts = new Column();
  private readonly current: number[] = [];
  /** By field: with how many values the infobox of the article at hand gave it. */
  private readonly given: number[] = [];
  private readonly touched: number[] = [];
  private readonly isListed: boolean[] = [];

  /** `keyOf`: an infobox label to its content key ('' where it has none), as `toContent` makes it. */
  constructor(private readonly keyOf: (label: string) => string) {}

  /** The infobox gives the separate values of what content joins. */
  add(seq: number, _category: number, content: ArticleContent, infobox: Infobox | null): void {
    if (infobox) for (const { label, values } of infobox.fields) this.addGiven(this.fieldOf(label), values);
    for (const key in content) {
      const field = this.fieldNumber(key);
      // The only value of its field is the text itself. Most are, and content is slow to read.
      if (this.given[field] === 1) continue;
      const value = content[key]!;
      if (value.length === 0) continue;
      if (typeof value !== 'string') this.addList(field, value);
      else this.push(field, value, this.given[field] === 0);
    }
    for (const field of this.touched) this.given[field] = 0;
    this.touched.length = 0;
    this.endRun(seq);
  }

  /** A value that became known after the article was added. */
  addValue(seq: number, field: string, value: string): void {
    this.push(this.fieldNumber(field), value, true);
    this.endRun(seq);
  }

  finish(writer: SectionFileWriter, { count, ordinalOf }: FacetsBuildContext): void {
    const slots = this.fieldNames.length * 2;
    const { order, starts } = this.values.sorted(slots);
    const placeOf = new Uint32Array(order.length);
    const hashes = new Uint32Array(order.length);
    for (let place = 0; place < order.length; place++) {
      placeOf[order[place]!] = place;
      hashes[place] = this.values.hashes[order[place]!]!;
    }
    writer.addStrings('facets.fields', this.fieldNames);
    writer.add('facets.fields.starts', starts);
    writer.add('facets.hash', hashes);
    this.values.writeTexts(writer, 'facets.texts', order);
    this.addPostings(writer, placeOf, this.runsByOrdinal(count, ordinalOf));
  }

  private fieldOf(label: string): number {
    let field = this.fieldOfLabel.get(label);
    if (field === undefined) {
      const key = this.keyOf(label);
      this.fieldOfLabel.set(label, (field = key === '' ? NO_FIELD : this.fieldNumber(key)));
    }
    return field;
  }

  private fieldNumber(key: string): number {
    let number = this.fieldNumbers.get(key);
    if (number === undefined) {
      number = this.fieldNames.length < MAX_FIELDS ? this.fieldNames.push(key) - 1 : NO_FIELD;
      this.fieldNumbers.set(key, number);
      if (number !== NO_FIELD) {
        this.given.push(0);
        this.isListed.push(!NEVER_SHOWN.has(key));
      }
    }
    return number;
  }

  private addGiven(field: number, values: readonly string[]): void {
    if (field === NO_FIELD || values.length === 0) return;
    if (this.given[field] === 0) this.touched.push(field);
    this.given[field]! += values.length;
    for (const value of values) this.push(field, value, true);
  }

  private addList(field: number, values: readonly string[]): void {
    for (const value of values) this.push(field, value, true);
    if (values.length > 1) this.push(field, values.join(', '), false);
  }

  private push(field: number, value: string, listed: boolean): void {
    if (field === NO_FIELD) return;
    const shown = listed && value.length <= MAX_SHOWN && this.isListed[field]!;
    const number = this.values.numberOf(field * 2 + (shown ? 0 : 1), value, shown);
    if (number >= 0) this.current.push(number);
  }

  private endRun(seq: number): void {
    if (this.current.length === 0) return;
    this.seqs.push(seq);
    this.starts.push(this.runs.length);
    this.runs.varint(this.current.length);
    for (const number of this.current) this.runs.varint(number);
    this.current.length = 0;
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
