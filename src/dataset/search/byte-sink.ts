/** A growing run of bytes that varints are appended to. */
export class ByteSink {
  /** So small at first that it grows before V8 compiles what fills it. */
  private bytes = new Uint8Array(64);
  length = 0;

  varint(value: number): void {
    if (this.length + 5 > this.bytes.length) this.grow();
    while (value > 0x7f) {
      this.bytes[this.length++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    this.bytes[this.length++] = value;
  }

  /** The bytes so far, a view that the next append may leave behind. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** Bytes that `varint` takes for a value. */
export function varintLength(value: number): number {
  return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
}
