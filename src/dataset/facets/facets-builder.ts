import { hash } from 'node:crypto';
import { fold } from '../../universe/fold';
import type { ArticleContent, Infobox } from '../../universe/article';
import { fnv1a } from '../fnv1a';
import { ByteSink } from '../search/byte-sink';
import { Column } from '../search/column';
import { PostingListsBuilder } from '../search/posting-lists';
import { RunReader } from '../search/run-reader';
import type { SectionFileWriter } from '../section-file';
import { TextTable } from '../text-table';

export interface FacetsBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
}

/** Longer values are text rather than facts: they can be filtered by, but are not listed. */
const MAX_SHOWN = 200;
/** Fields that are text whatever their length. */
const NEVER_SHOWN: ReadonlySet<string> = new Set(['description', 'biography']);
/** A field has two slots: one of values that are listed, one of those that are only compared. */
const LISTED = 0;
const COMPARED = 1;
/** Values are sorted by slot, hash and number, in one number of 53 bits. */
const HASHES = 2 ** 32;

/** Collects the values of content fields and writes the sections that `Facets` reads. */
export class FacetsBuilder {
  private readonly fields = new Map<string, number>();
  private readonly keyOfLabel = new Map<string, string>();
  /** Values by slot and folded text. */
  private readonly values = new TextTable();
  private readonly slots = new Column();
  private readonly hashes = new Column();
  /** Of the values that are listed: as they were first written. */
  private readonly texts: string[] = [];
  private readonly runs = new ByteSink();
  private readonly seqs = new Column();
  private readonly starts = new Column();
  private readonly current: number[] = [];

  /** `keyOf`: an infobox label to its content key ('' where it has none), as `toContent` makes it. */
  constructor(private readonly keyOf: (label: string) => string) {}

  /** The infobox gives the separate values of what content joins. */
  add(seq: number, content: ArticleContent, infobox: Infobox | null): void {
    const given = this.addGiven(infobox);
    for (const [key, value] of Object.entries(content)) {
      const field = this.fieldNumber(key);
      // The only value of its field is the text itself. Most are.
      if (given.get(field) === 1) continue;
      const values = typeof value === 'string' ? [value] : value;
      const isListed = typeof value !== 'string' || !given.has(field);
      for (const one of values) this.push(key, field, one, isListed);
      if (values.length > 1) this.push(key, field, values.join(', '), false);
    }
    this.endRun(seq);
  }

  /** A value that became known after the article was added. */
  addValue(seq: number, key: string, value: string): void {
    this.push(key, this.fieldNumber(key), value, true);
    this.endRun(seq);
  }

  finish(writer: SectionFileWriter, { count, ordinalOf }: FacetsBuildContext): void {
    const order = this.inOrder();
    const slots = this.slots.view();
    const starts = new Uint32Array(this.fields.size * 2 + 1);
    for (const slot of slots) starts[slot + 1]!++;
    for (let slot = 0; slot + 1 < starts.length; slot++) starts[slot + 1]! += starts[slot]!;
    const placeOf = new Uint32Array(order.length);
    order.forEach((number, place) => (placeOf[number] = place));
    writer.addStrings('facets.fields', [...this.fields.keys()]);
    writer.add('facets.fields.starts', starts);
    writer.add(
      'facets.hash',
      order.map((number) => this.hashes.at(number)),
    );
    writer.addStrings(
      'facets.texts',
      Array.from(order, (number) => this.texts[number]!),
    );
    this.addPostings(writer, placeOf, this.runsByOrdinal(count, ordinalOf));
  }

  /** By field: with how many values the infobox gave it. */
  private addGiven(infobox: Infobox | null): Map<number, number> {
    const given = new Map<number, number>();
    for (const { label, values } of infobox?.fields ?? []) {
      if (values.length === 0) continue;
      const key = this.keyOfLabelled(label);
      if (key === '') continue;
      const field = this.fieldNumber(key);
      given.set(field, (given.get(field) ?? 0) + values.length);
      for (const value of values) this.push(key, field, value, true);
    }
    return given;
  }

  /** Wikis have a few hundred labels, used millions of times. */
  private keyOfLabelled(label: string): string {
    let key = this.keyOfLabel.get(label);
    if (key === undefined) this.keyOfLabel.set(label, (key = this.keyOf(label)));
    return key;
  }

  private fieldNumber(key: string): number {
    let number = this.fields.get(key);
    if (number === undefined) this.fields.set(key, (number = this.fields.size));
    return number;
  }

  private push(key: string, field: number, value: string, isListed: boolean): void {
    const folded = fold(value);
    if (folded === '') return;
    const isShown = isListed && value.length <= MAX_SHOWN && !NEVER_SHOWN.has(key);
    const slot = field * 2 + (isShown ? LISTED : COMPARED);
    const name = folded.length <= MAX_SHOWN ? folded : hash('sha1', folded);
    const number = this.values.numberOf(`${slot} ${name}`);
    if (number === this.slots.length) {
      this.slots.push(slot);
      this.hashes.push(fnv1a(folded));
      this.texts.push(isShown ? value : '');
    }
    this.current.push(number);
  }

  /** The numbers of the values by slot, then by hash. */
  private inOrder(): Uint32Array {
    const keys = Float64Array.from(this.slots.view(), (slot, number) => slot * HASHES + this.hashes.at(number));
    return Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
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
