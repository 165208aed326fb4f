import { Column } from './search/column';

/** A growing column of texts, kept as UTF-8 in one array. */
export class TextColumn {
  private data = Buffer.allocUnsafe(1 << 8);
  private readonly bounds = new Column();
  private used = 0;

  constructor() {
    this.bounds.push(0);
  }

  get length(): number {
    return this.bounds.length - 1;
  }

  /** The bytes of all texts, and n + 1 offsets: views. */
  get bytes(): Buffer {
    return this.data.subarray(0, this.used);
  }

  get offsets(): Uint32Array {
    return this.bounds.view();
  }

  push(bytes: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    this.used += bytes.copy(this.data, this.used, start, end);
    this.bounds.push(this.used);
  }

  pushText(text: string): void {
    this.reserve(text.length * 3);
    this.used += this.data.write(text, this.used);
    this.bounds.push(this.used);
  }

  at(index: number): string {
    return this.data.toString('utf8', this.bounds.at(index), this.bounds.at(index + 1));
  }

  isEmpty(index: number): boolean {
    return this.bounds.at(index) === this.bounds.at(index + 1);
  }

  endsWith(index: number, ending: Buffer): boolean {
    const end = this.bounds.at(index + 1);
    const start = end - ending.length;
    return start >= this.bounds.at(index) && ending.equals(this.data.subarray(start, end));
  }

  /** The texts in another order, packed, with n + 1 offsets. */
  inOrder(order: Uint32Array): { offsets: Uint32Array; bytes: Buffer } {
    const bytes = Buffer.allocUnsafe(this.used);
    const offsets = new Uint32Array(order.length + 1);
    let at = 0;
    for (let place = 0; place < order.length; place++) {
      const index = order[place]!;
      at += this.data.copy(bytes, at, this.bounds.at(index), this.bounds.at(index + 1));
      offsets[place + 1] = at;
    }
    return { offsets, bytes: bytes.subarray(0, at) };
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.data.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.data.length * 2, this.used + bytes));
    this.data.copy(larger, 0, 0, this.used);
    this.data = larger;
  }
}
