import type { SingleBar } from 'cli-progress';

const LINE_EVERY_MS = 2000;

/** Shows how far a command is: a bar on a terminal, plain lines elsewhere, at most one in two seconds. */
export class FillProgress {
  private bar: SingleBar | null = null;
  private label = '';
  private lastLine = 0;

  private constructor(private readonly makeBar: ((label: string) => SingleBar) | null) {}

  static async open(): Promise<FillProgress> {
    if (process.stdout.isTTY !== true) return new FillProgress(null);
    const { SingleBar } = await import('cli-progress');
    const options = { hideCursor: true, clearOnComplete: false, barsize: 30 };
    return new FillProgress(
      (label) => new SingleBar({ ...options, format: `${label.padEnd(20)} {bar} {value}/{total} {note}` }),
    );
  }

  /** `total` null: not known yet. */
  show(label: string, done: number, total: number | null, note = ''): void {
    if (this.makeBar) this.showBar(label, done, total, note);
    else this.showLine(label, done, total, note);
  }

  /** A line of its own above the progress. */
  say(text: string): void {
    this.stop();
    console.log(text);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = null;
    this.label = '';
  }

  private showBar(label: string, done: number, total: number | null, note: string): void {
    if (label !== this.label || !this.bar) {
      this.stop();
      this.label = label;
      this.bar = this.makeBar?.(label) ?? null;
      this.bar?.start(total ?? done, done, { note });
    }
    this.bar?.setTotal(Math.max(total ?? done, done));
    this.bar?.update(done, { note });
  }

  private showLine(label: string, done: number, total: number | null, note: string): void {
    const now = Date.now();
    if (label === this.label && done !== total && now - this.lastLine < LINE_EVERY_MS) return;
    this.label = label;
    this.lastLine = now;
    const of = total === null ? '' : ` of ${total.toLocaleString('en')}`;
    console.log(`${label}: ${done.toLocaleString('en')}${of}${note === '' ? '' : ` (${note})`}`);
  }
}
