const NEWLINE = 0x0a;
const SPACE = 0x20;
const RETURN = 0x0d;
const TAB = 0x09;

/** Takes a line that lies in `bytes`, without its newline, which are only lent; null where it is over the limit. */
export type TakeLine = (bytes: Buffer | null, start: number, end: number) => void;

/** Splits chunks into lines; empty ones, and spaces before a line, are passed over. A line over the limit is never kept. */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;

  constructor(
    private readonly take: TakeLine,
    private readonly maxLineBytes = 8 << 20,
  ) {}

  /** Hands out the lines that end in a chunk; most lie in it. */
  push(chunk: Buffer): void {
    let start = this.restBytes > 0 ? 0 : beginOfLine(chunk, 0);
    for (let end = chunk.indexOf(NEWLINE, start); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (this.restBytes > 0) this.endRest(chunk.subarray(start, end));
      else if (this.isTooLong(end - start)) this.take(null, 0, 0);
      else this.take(chunk, start, end);
      start = beginOfLine(chunk, end + 1);
    }
    this.keep(chunk.subarray(start));
  }

  /** Hands out what stands behind the last newline. */
  finish(): void {
    if (this.restBytes > 0) this.endRest(Buffer.alloc(0));
  }

  private keep(piece: Buffer): void {
    this.restBytes += piece.length;
    if (piece.length > 0 && !this.isTooLong(this.restBytes)) this.rest.push(piece);
  }

  private endRest(piece: Buffer): void {
    this.keep(piece);
    const line = this.isTooLong(this.restBytes) ? null : Buffer.concat(this.rest);
    this.rest = [];
    this.restBytes = 0;
    this.take(line, 0, line?.length ?? 0);
  }

  private isTooLong(bytes: number): boolean {
    return bytes > this.maxLineBytes;
  }
}

/** Past line breaks and spaces: a file may hold billions of them. */
function beginOfLine(chunk: Buffer, from: number): number {
  let at = from;
  for (; at < chunk.length; at++) {
    const byte = chunk[at];
    if (byte !== NEWLINE && byte !== SPACE && byte !== RETURN && byte !== TAB) break;
  }
  return at;
}
