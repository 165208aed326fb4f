import { ByteTable } from '../../../dataset/byte-table';

/** More names than any wiki here has. */
const MOST = 200_000;

/** What was found out about texts that come again and again, by their bytes: the inside of a JSON text. */
export class Remembered<T> {
  private table = new ByteTable();
  private known: T[] = [];

  constructor(private readonly findOut: (text: string) => T) {}

  of(bytes: Buffer, start: number, end: number): T {
    const number = this.table.numberOf(bytes, start, end);
    const known = this.known[number];
    if (known !== undefined) return known;
    return (this.known[number] = this.findOut(jsonText(bytes, start, end)));
  }

  /** Forgets everything if it has become too much. */
  bound(): void {
    if (this.table.size < MOST) return;
    this.table = new ByteTable();
    this.known = [];
  }
}

/** The text that the inside of a JSON text stands for. */
export function jsonText(bytes: Buffer, start: number, end: number): string {
  const inside = bytes.toString('utf8', start, end);
  return inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside;
}
