const NEWLINE = 0x0a;

/** Splits chunks into lines of text. A line over the limit is handed out as null, without being kept in memory. */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;

  constructor(private readonly maxLineBytes = 8 << 20) {}

  push(chunk: Buffer): (string | null)[] {
    const lastNewline = chunk.lastIndexOf(NEWLINE);
    if (lastNewline < 0) {
      this.keep(chunk);
      return [];
    }
    const firstNewline = chunk.indexOf(NEWLINE);
    this.keep(chunk.subarray(0, firstNewline));
    const lines: (string | null)[] = [this.take()];
    // Decoding the whole chunk at once is several times faster than line by line.
    if (lastNewline > firstNewline) lines.push(...chunk.toString('utf8', firstNewline + 1, lastNewline).split('\n'));
    this.keep(chunk.subarray(lastNewline + 1));
    return lines;
  }

  /** What stands behind the last newline. */
  finish(): (string | null)[] {
    return this.restBytes > 0 ? [this.take()] : [];
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
