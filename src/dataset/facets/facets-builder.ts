import { ByteTable } from '../byte-table';
import type { ContentRanges } from '../content-ranges';
import type { InfoboxRanges } from '../infobox-ranges';
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
  private readonly fields = new ByteTable();
  /** By number of the infobox label. */
  private readonly fieldOfLabel: (number | undefined)[] = [];
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
  add(seq: number, content: ContentRanges, infobox: InfoboxRanges): void {
    for (let field = 0; field < infobox.fields; field++) this.addGiven(infobox, field);
    const { bytes, keys } = content;
    for (let member = 0; member < keys.length; member++) {
      this.addMember(this.fieldNumber(bytes, keys.start(member), keys.end(member)), content, member);
    }
    for (const field of this.touched) this.given[field] = 0;
    this.touched.length = 0;
    this.endRun(seq);
  }

  /** A value that became known after the article was added. */
  addValue(seq: number, field: string, value: string): void {
    const name = Buffer.from(field);
    const bytes = Buffer.from(value);
    this.push(this.fieldNumber(name, 0, name.length), bytes, 0, bytes.length, true);
    this.endRun(seq);
  }

  finish(writer: SectionFileWriter, { count, ordinalOf }: FacetsBuildContext): void {
    const names = this.orderFields();
    const { order, starts } = this.values.sorted(names.length * 2);
    const placeOf = new Uint32Array(order.length);
    const hashes = new Uint32Array(order.length);
    for (let place = 0; place < order.length; place++) {
      placeOf[order[place]!] = place;
      hashes[place] = this.values.hashes[order[place]!]!;
    }
    writer.addStrings('facets.fields', names);
    writer.add('facets.fields.starts', starts);
    writer.add('facets.hash', hashes);
    this.values.writeTexts(writer, 'facets.texts', order);
    this.addPostings(writer, placeOf, this.runsByOrdinal(count, ordinalOf));
  }

  /** Numbers the fields anew, texts last: where one of them changes, the places of all other values stay as they are. */
  private orderFields(): string[] {
    const names = Array.from(this.isListed, (_, field) => this.fields.text(field));
    const order = [...names.keys()].sort(
      (a, b) => Number(NEVER_SHOWN.has(names[a]!)) - Number(NEVER_SHOWN.has(names[b]!)),
    );
    const slots = new Uint16Array(names.length * 2);
    order.forEach((field, place) => {
      slots[field * 2] = place * 2;
      slots[field * 2 + 1] = place * 2 + 1;
    });
    this.values.renumberFields(slots);
    return order.map((field) => names[field]!);
  }

  private fieldOf(infobox: InfoboxRanges, field: number): number {
    const label = infobox.label(field);
    const known = this.fieldOfLabel[label];
    if (known !== undefined) return known;
    const key = Buffer.from(this.keyOf(infobox.labelText(label)));
    return (this.fieldOfLabel[label] = key.length === 0 ? NO_FIELD : this.fieldNumber(key, 0, key.length));
  }

  private fieldNumber(bytes: Buffer, start: number, end: number): number {
    const number = this.fields.numberOf(bytes, start, end);
    if (number >= MAX_FIELDS) return NO_FIELD;
    if (number === this.isListed.length) {
      this.given.push(0);
      this.isListed.push(!NEVER_SHOWN.has(this.fields.text(number)));
    }
    return number;
  }

  private addGiven(infobox: InfoboxRanges, field: number): void {
    const [first, end] = [infobox.firstValue(field), infobox.valueEnd(field)];
    const number = this.fieldOf(infobox, field);
    if (number === NO_FIELD || end === first) return;
    if (this.given[number] === 0) this.touched.push(number);
    this.given[number]! += end - first;
    const { bytes, values } = infobox;
    for (let i = first; i < end; i++) this.push(number, bytes, values.start(i), values.end(i), true);
  }

  private addMember(field: number, content: ContentRanges, member: number): void {
    // The only value of its field is the text itself. Most are.
    if (this.given[field] === 1) return;
    const { bytes, values } = content;
    const [first, end] = [content.firstValue(member), content.valueEnd(member)];
    const listed = content.isList(member) || this.given[field] === 0;
    for (let i = first; i < end; i++) {
      const [start, stop] = [values.start(i), values.end(i)];
      this.push(field, bytes, start, stop, listed);
    }
    if (end - first > 1) this.pushJoined(field, content, first, end);
  }

  private pushJoined(field: number, { bytes, values }: ContentRanges, first: number, end: number): void {
    const texts: string[] = [];
    for (let i = first; i < end; i++) texts.push(bytes.toString('utf8', values.start(i), values.end(i)));
    const joined = Buffer.from(texts.join(', '));
    this.push(field, joined, 0, joined.length, false);
  }

  private push(field: number, bytes: Buffer, start: number, end: number, listed: boolean): void {
    if (field === NO_FIELD) return;
    const shown = listed && this.isListed[field]! && isShort(bytes, start, end);
    const number = this.values.numberOf(field * 2 + (shown ? 0 : 1), bytes, start, end, shown);
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

function isShort(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start <= MAX_SHOWN || (end - start <= MAX_SHOWN * 3 && bytes.toString('utf8', start, end).length <= MAX_SHOWN)
  );
}
