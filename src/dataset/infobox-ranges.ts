import { ByteTable } from './byte-table';
import type { JsonCursor } from './json-cursor';
import { Ranges } from './ranges';

/** The infobox of one article as ranges of a buffer of UTF-8: made anew for each, without objects or strings. */
export class InfoboxRanges {
  bytes: Buffer = Buffer.alloc(0);
  fields = 0;
  readonly values = new Ranges();
  readonly linkTexts = new Ranges();
  readonly linkHrefs = new Ranges();
  /** By field: where its values and links end; they begin where those of the field before end. */
  private valueEnds: number[] = [];
  private linkEnds: number[] = [];
  private typeStart = 0;
  private typeEnd = 0;
  private labels: number[] = [];
  private readonly labelTable = new ByteTable();

  /** Name of the template; '' where it has none. */
  get type(): string {
    return this.bytes.toString('utf8', this.typeStart, this.typeEnd);
  }

  value(value: number): string {
    return this.bytes.toString('utf8', this.values.start(value), this.values.end(value));
  }

  href(link: number): string {
    return this.bytes.toString('utf8', this.linkHrefs.start(link), this.linkHrefs.end(link));
  }

  /** The number of a field's label, the same for the same label in all infoboxes. */
  label(field: number): number {
    return this.labels[field]!;
  }

  labelText(label: number): string {
    return this.labelTable.text(label);
  }

  /** Begins with an infobox of no fields. */
  clear(bytes: Buffer): void {
    this.bytes = bytes;
    this.typeStart = this.typeEnd = 0;
    this.fields = 0;
    this.values.clear();
    this.linkTexts.clear();
    this.linkHrefs.clear();
  }

  firstValue(field: number): number {
    return field === 0 ? 0 : this.valueEnds[field - 1]!;
  }

  valueEnd(field: number): number {
    return this.valueEnds[field]!;
  }

  firstLink(field: number): number {
    return field === 0 ? 0 : this.linkEnds[field - 1]!;
  }

  linkEnd(field: number): number {
    return this.linkEnds[field]!;
  }

  /** Reads `{"type": …, "fields": [{"label": …, "values": […], "links": [{"text": …, "href": …}]}]}`. */
  read(json: JsonCursor): void {
    this.clear(json.bytes);
    json.skip('{"type":'.length);
    if (json.isText) {
      json.text();
      this.typeStart = json.start;
      this.typeEnd = json.end;
    } else json.scalar();
    json.skip(',"fields":'.length);
    while (json.next()) this.readField(json);
    json.next();
  }

  private readField(json: JsonCursor): void {
    const field = this.fields++;
    json.skip('{"label":'.length);
    json.text();
    this.labels[field] = this.labelTable.numberOf(json.bytes, json.start, json.end);
    json.skip(',"values":'.length);
    while (json.next()) {
      json.text();
      this.values.push(json.start, json.end);
    }
    this.valueEnds[field] = this.values.length;
    json.skip(',"links":'.length);
    while (json.next()) {
      json.skip('{"text":'.length);
      json.text();
      this.linkTexts.push(json.start, json.end);
      json.skip(',"href":'.length);
      json.text();
      this.linkHrefs.push(json.start, json.end);
      json.next();
    }
    this.linkEnds[field] = this.linkTexts.length;
    json.next();
  }
}
