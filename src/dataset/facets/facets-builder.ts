import { hash } from 'node:crypto';
import { fold } from '../../universe/fold';
import type { ArticleContent, Infobox, InfoboxLink } from '../../universe/article';
import { linkTarget } from '../../universe/link-target';
import { fnv1a } from '../fnv1a';
import { Column } from '../search/column';
import { buildPostingLists } from '../search/posting-lists';
import { Runs } from '../search/runs';
import type { SectionFileWriter } from '../section-file';
import { TextTable } from '../text-table';
import { FORM_FIELDS } from './form-options';
import { meaningOf, withoutNotes } from './meaning';

/** Longer values are text rather than facts: they can be filtered by, but are not listed. */
const MAX_SHOWN = 200;
/** Fields that are text whatever their length. */
const NEVER_SHOWN: ReadonlySet<string> = new Set(['description', 'biography']);
/**
 * A field has three slots: of values that are listed, of those that are only compared (joined, or long), and of what
 * listed values mean where they are written otherwise: with notes, in the plural, by another name of what they link to.
 */
export const LISTED = 0;
export const COMPARED = 1;
export const MEANT = 2;
export const SLOTS = 3;

export interface FacetsBuildContext {
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  /** Title, redirect or href to ordinal; -1 where there is no such article. */
  resolve: (titleOrHref: string) => number;
  title: (ordinal: number) => string;
}

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
  /** Listed value to what it means where it is written otherwise; -1 where it is not. */
  private readonly meant = new Map<number, number>();
  /** Listed values of a form's fields, and where their links lead, with how often. */
  private readonly linked = new Map<number, { text: string; field: number; targets: Map<string, number> }>();
  /** Field and meaning of every value in a field of a form. */
  private readonly meanings = new Set<string>();
  /** Value to the one that it is another name of. */
  private readonly titled = new Map<number, number>();

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
      for (const one of values) {
        const number = this.push(key, field, one, isListed);
        // The list of affiliations is made of fields of several names.
        if (isListed && FORM_FIELDS.has(key)) this.noteMeaning(number, field, one, linksOf(infobox));
      }
      if (values.length > 1) this.push(key, field, values.join(', '), false);
    }
    this.endRun(seq);
  }

  /** A value that became known after the article was added. */
  addValue(seq: number, key: string, value: string): void {
    this.push(key, this.fieldNumber(key), value, true);
    this.endRun(seq);
  }

  finish(writer: SectionFileWriter, { ordinalOf, resolve, title }: FacetsBuildContext): void {
    this.findOtherNames(resolve, title);
    const slots = this.slots.view();
    const hashes = Uint32Array.from(slots.keys(), (number) => fnv1a(this.values.text(number)));
    const order = Uint32Array.from(slots.keys()).sort(
      (a, b) => slots[a]! - slots[b]! || hashes[a]! - hashes[b]! || a - b,
    );
    const starts = new Uint32Array(this.fields.size * SLOTS + 1);
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
    writer.add(
      'facets.other-names',
      Uint32Array.from(this.titled.keys(), (number) => placeOf[number]!),
    );
    const { offsets, bytes } = buildPostingLists(order.length, (visit) => {
      for (const run of this.runs.inOrder(ordinalOf)) {
        const ordinal = ordinalOf[this.runs.seqOf(run)]!;
        for (const number of this.runs.numbersOf(run)) {
          visit(placeOf[number]!, ordinal);
          const title = this.titled.get(number);
          if (title !== undefined) visit(placeOf[title]!, ordinal);
        }
      }
    });
    writer.add('facets.lists', offsets);
    writer.add('facets.lists.bytes', bytes);
  }

  /** By field: with how many values the infobox gave it. */
  private addGiven(infobox: Infobox | null): Map<number, number> {
    const given = new Map<number, number>();
    for (const { label, values, links } of infobox?.fields ?? []) {
      if (values.length === 0) continue;
      const key = this.keyOfLabelled(label);
      if (key === '') continue;
      const field = this.fieldNumber(key);
      given.set(field, (given.get(field) ?? 0) + values.length);
      for (const value of values) {
        const number = this.push(key, field, value, true);
        if (FORM_FIELDS.has(key)) this.noteMeaning(number, field, value, links);
      }
    }
    return given;
  }

  /** Where a value is one link, that says what is meant. */
  private noteMeaning(number: number, field: number, value: string, links: readonly InfoboxLink[]): void {
    if (number < 0) return;
    this.meanings.add(`${field} ${meaningOf(value)}`);
    const text = withoutNotes(value);
    const link = links.find((one) => one.text === text);
    const target = link && linkTarget(link.href);
    if (!target) return;
    let noted = this.linked.get(number);
    if (!noted) this.linked.set(number, (noted = { text, field, targets: new Map() }));
    noted.targets.set(target, (noted.targets.get(target) ?? 0) + 1);
  }

  /** A value that is another name of the article that it links to counts as the value that is its title, if there is one. */
  private findOtherNames(resolve: (title: string) => number, title: (ordinal: number) => string): void {
    for (const [number, { text, field, targets }] of this.linked) {
      const [target = ''] = [...targets].reduce((most, one) => (one[1] > most[1] ? one : most));
      const ordinal = resolve(target);
      if (ordinal < 0 || resolve(text) !== ordinal) continue;
      const meaning = meaningOf(title(ordinal));
      if (meaning === '' || meaning === meaningOf(text) || !this.meanings.has(`${field} ${meaning}`)) continue;
      this.titled.set(number, this.numberOf(field * SLOTS + MEANT, meaning, meaning));
    }
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

  /** The number of the value; -1 where nothing is left of it. */
  private push(key: string, field: number, value: string, isListed: boolean): number {
    const folded = fold(value);
    if (folded === '') return -1;
    const isShown = isListed && value.length <= MAX_SHOWN && !NEVER_SHOWN.has(key);
    const number = this.numberOf(field * SLOTS + (isShown ? LISTED : COMPARED), folded, isShown ? value : '');
    this.current.push(number);
    if (!isShown) return number;
    let meant = this.meant.get(number);
    if (meant === undefined) this.meant.set(number, (meant = this.meantBy(field, value, folded)));
    if (meant >= 0) this.current.push(meant);
    return number;
  }

  private meantBy(field: number, value: string, folded: string): number {
    const meaning = meaningOf(value);
    return meaning === folded || meaning === '' ? -1 : this.numberOf(field * SLOTS + MEANT, meaning, meaning);
  }

  private numberOf(slot: number, folded: string, text: string): number {
    const number = this.values.numberOf(valueKey(slot, folded));
    if (number === this.slots.length) {
      this.slots.push(slot);
      this.texts.push(text);
    }
    return number;
  }

  private endRun(seq: number): void {
    if (this.current.length > 0) this.runs.add(seq, this.current);
    this.current = [];
  }
}

function linksOf(infobox: Infobox | null): InfoboxLink[] {
  return (infobox?.fields ?? []).flatMap(({ links }) => links);
}
