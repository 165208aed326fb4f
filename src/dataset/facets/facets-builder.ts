import { hash } from 'node:crypto';
import { fold } from '../../universe/fold';
import type { ArticleContent, Infobox } from '../../universe/article';
import { fnv1a } from '../fnv1a';
import { Column } from '../search/column';
import { buildPostingLists } from '../search/posting-lists';
import { Runs } from '../search/runs';
import type { SectionFileWriter } from '../section-file';
import { TextTable } from '../text-table';

/** Longer values are text rather than facts: they can be filtered by, but are not listed. */
const MAX_SHOWN = 200;
/** Fields that are text whatever their length. */
const NEVER_SHOWN: ReadonlySet<string> = new Set(['description', 'biography']);
/** A field has two slots: one of values that are listed, one of those that are only compared. */
export const LISTED = 0;
export const COMPARED = 1;

/** A value as it is found by its hash, in a slot of its field. */
export function valueKey(slot: number, folded: string): string {
  return `${slot} ${folded.length <= MAX_SHOWN ? folded : hash('sha1', folded)}`;
}

/** Collects the values of content fields and writes the sections that `Facets` reads. */
export class FacetsBuilder {
  private readonly fields = new Map<string, number>();
  private readonly keyOfLabel = new Map<string, string>();
  /** Values by slot and folded text. */
  private readonly values = new TextTable();
  private readonly slots = new Column();
  /** Of the values that are listed: as they were first written. */
  private readonly texts: string[] = [];
  private readonly runs = new Runs();
  private current: number[] = [];

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

  /** `ordinalOf`: sequence number to ordinal. */
  finish(writer: SectionFileWriter, ordinalOf: Uint32Array): void {
    const slots = this.slots.view();
    const hashes = Uint32Array.from(slots.keys(), (number) => fnv1a(this.values.text(number)));
    const order = Uint32Array.from(slots.keys()).sort(
      (a, b) => slots[a]! - slots[b]! || hashes[a]! - hashes[b]! || a - b,
    );
    const starts = new Uint32Array(this.fields.size * 2 + 1);
    for (const slot of slots) starts[slot + 1]!++;
    for (let slot = 0; slot + 1 < starts.length; slot++) starts[slot + 1]! += starts[slot]!;
    const placeOf = new Uint32Array(order.length);
    order.forEach((number, place) => (placeOf[number] = place));
    writer.addStrings('facets.fields', [...this.fields.keys()]);
    writer.add('facets.fields.starts', starts);
    writer.add(
      'facets.hash',
      order.map((number) => hashes[number]!),
    );
    writer.addStrings(
      'facets.texts',
      Array.from(order, (number) => this.texts[number]!),
    );
    const { offsets, bytes } = buildPostingLists(order.length, (visit) => {
      for (const run of this.runs.inOrder(ordinalOf)) {
        for (const number of this.runs.numbersOf(run)) visit(placeOf[number]!, ordinalOf[this.runs.seqOf(run)]!);
      }
    });
    writer.add('facets.lists', offsets);
    writer.add('facets.lists.bytes', bytes);
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
    const number = this.values.numberOf(valueKey(slot, folded));
    if (number === this.slots.length) {
      this.slots.push(slot);
      this.texts.push(isShown ? value : '');
    }
    this.current.push(number);
  }

  private endRun(seq: number): void {
    if (this.current.length > 0) this.runs.add(seq, this.current);
    this.current = [];
  }
}
