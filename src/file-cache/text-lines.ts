import { startOf } from './native-line';
import { readLines } from './read-lines';
import { BrokenFile, toBrokenFile } from './regular-file';

/** Twice what the largest page of a wiki becomes at worst. */
const MAX_LINE_BYTES = 64 << 20;

interface TextLinesOptions {
  /** Bytes of the file read since the last call. */
  onBytes?: (bytes: number) => void;
  /** Hears, once, why the rest of the file is of no use. */
  onBroken: (error: BrokenFile) => void;
}

/**
 * A file of texts, read along with the file of articles beside which it lies: a line for each of its lines. A file
 * that is not what it should be gives no more texts and does no other harm.
 */
export class TextLines {
  private readonly lines: AsyncGenerator<string | null, void, void>;
  private isBroken = false;

  constructor(
    path: string,
    private readonly options: TextLinesOptions,
  ) {
    this.lines = readLines(path, options.onBytes, MAX_LINE_BYTES);
  }

  /** The text of the article whose line is the next one; null where it has none. A line that is too long is null. */
  async next(articleLine: string | null): Promise<string | null> {
    const line = await this.read();
    if (line === undefined) this.break('there are fewer texts in it than articles beside it');
    if (line === undefined || line === null) return null;
    const start = articleLine === null ? null : startOf(articleLine);
    // Beside a broken article a text is passed over.
    if (start === null) return null;
    if (startOf(line) !== start) this.break('its texts are those of other articles');
    return this.isBroken || line.length <= start.length + 2 ? null : line;
  }

  /** Behind the last article. */
  async finish(): Promise<void> {
    if (!this.isBroken && (await this.read()) !== undefined) this.break('there are more texts in it than articles');
  }

  async close(): Promise<void> {
    await this.lines.return();
  }

  private async read(): Promise<string | null | undefined> {
    if (this.isBroken) return undefined;
    try {
      const { value, done } = await this.lines.next();
      return done ? undefined : value;
    } catch (error) {
      this.report(toBrokenFile(error));
      return undefined;
    }
  }

  private break(reason: string): void {
    this.report(new BrokenFile('TEXTS_DIFFER', `${reason}; the rest of the texts is left out`));
  }

  private report(error: BrokenFile): void {
    if (!this.isBroken) this.options.onBroken(error);
    this.isBroken = true;
  }
}
