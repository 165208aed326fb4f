const NEWLINE = 0x0a;

/** Splits chunks into lines of text. A line over the limit is handed out as null, without being kept in memory. */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;

  constructor(private readonly maxLineBytes = 8 << 20) {}

  push(chunk: Buffer): (string | null)[] {
    const lines: (string | null)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(this.restBytes > 0 ? this.endRest(chunk.subarray(start, end)) : this.decode(chunk, start, end));
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  /** What stands behind the last newline. */
  finish(): (string | null)[] {
    return this.restBytes > 0 ? [this.take()] : [];
  }

  /** Line by line, so that one letter beyond ASCII does not double the memory of every other line of the chunk. */
  private decode(chunk: Buffer, start: number, end: number): string | null {
    return end - start > this.maxLineBytes ? null : chunk.toString('utf8', start, end);
  }

  private endRest(piece: Buffer): string | null {
    this.keep(piece);
    return this.take();
  }

  private keep(piece: Buffer): void {
    this.restBytes += piece.length;
    if (piece.length > 0 && this.restBytes <= this.maxLineBytes) this.rest.push(piece);
  }

  private take(): string | null {
    const line = this.restBytes > this.maxLineBytes ? null : Buffer.concat(this.rest).toString('utf8');
    this.rest = [];
    this.restBytes = 0;
    return line;
  }
}
