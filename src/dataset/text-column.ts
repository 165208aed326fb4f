import { Column } from './search/column';

/** A growing column of texts, kept as UTF-8 in one array. */
export class TextColumn {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private readonly ends = new Column();
  private used = 0;

  get length(): number {
    return this.ends.length;
  }

  push(bytes: Buffer, start: number, end: number): void {
    if (this.used + end - start > this.bytes.length) this.grow(end - start);
    this.used += bytes.copy(this.bytes, this.used, start, end);
    this.ends.push(this.used);
  }

  at(index: number): string {
    return this.bytes.toString('utf8', this.start(index), this.ends.at(index));
  }

  toTexts(): string[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }

  isEmpty(index: number): boolean {
    return this.start(index) === this.ends.at(index);
  }

  /** The texts in another order, packed, with n + 1 offsets. */
  inOrder(order: Uint32Array): { offsets: Uint32Array; bytes: Buffer } {
    const bytes = Buffer.allocUnsafe(this.used);
    const offsets = new Uint32Array(order.length + 1);
    let at = 0;
    for (let place = 0; place < order.length; place++) {
      const index = order[place]!;
      at += this.bytes.copy(bytes, at, this.start(index), this.ends.at(index));
      offsets[place + 1] = at;
    }
    return { offsets, bytes: bytes.subarray(0, at) };
  }

  private start(index: number): number {
    return index === 0 ? 0 : this.ends.at(index - 1);
  }

  private grow(bytes: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.used + bytes));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
