/** Reads runs of numbers, each begun by its length, as they were appended to a `ByteSink`. */
export class RunReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Goes to a run and tells how many numbers it has. */
  open(start: number): number {
    this.at = start;
    return this.next();
  }

  next(): number {
    let byte = this.bytes[this.at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }
}
