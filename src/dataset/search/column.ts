/** So small at first that V8 sees columns grow before it compiles what fills them, and need not compile it anew. */
const FIRST_LENGTH = 16;

/** A growing column of unsigned 32-bit numbers. */
export class Column {
  private values = new Uint32Array(FIRST_LENGTH);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Uint32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** The numbers so far, a view. */
  view(): Uint32Array {
    return this.values.subarray(0, this.length);
  }
}
