import type { JsonCursor } from './json-cursor';
import { Ranges } from './ranges';

/** The content of one article as ranges of a buffer of UTF-8: made anew for each, without objects or strings. */
export class ContentRanges {
  bytes: Buffer = Buffer.alloc(0);
  readonly keys = new Ranges();
  readonly values = new Ranges();
  /** Member whose value is the description; -1 where there is none. */
  description = -1;
  /** By member: where its values end; they begin where those of the member before end. */
  private ends: number[] = [];
  private lists: boolean[] = [];

  firstValue(member: number): number {
    return member === 0 ? 0 : this.ends[member - 1]!;
  }

  valueEnd(member: number): number {
    return this.ends[member]!;
  }

  isList(member: number): boolean {
    return this.lists[member]!;
  }

  /** Reads `{key: text or [text, …], …}`. */
  read(json: JsonCursor): void {
    this.bytes = json.bytes;
    this.keys.clear();
    this.values.clear();
    this.description = -1;
    while (json.next()) this.readMember(json);
  }

  private readMember(json: JsonCursor): void {
    const member = this.keys.length;
    json.name();
    this.keys.push(json.start, json.end);
    if (json.is('description')) this.description = member;
    this.lists[member] = json.isList;
    if (json.isList) while (json.next()) this.readText(json);
    else this.readText(json);
    this.ends[member] = this.values.length;
  }

  private readText(json: JsonCursor): void {
    json.text();
    this.values.push(json.start, json.end);
  }
}
