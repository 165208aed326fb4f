import type { SingleBar } from 'cli-progress';
import type { ProgressReport } from '../prefetch/run-progress';

const LINE_EVERY_MS = 2000;

/** Shows how far a run is: a bar on a terminal, plain lines elsewhere, one at each stage and at most one in two seconds. */
export class ProgressLine {
  private bar: SingleBar | null = null;
  private opening: Promise<void> | null = null;
  private stage = '';
  private lastLine = 0;
  private isEnded = false;

  show(report: ProgressReport): void {
    if (process.stdout.isTTY === true) this.showBar(report);
    else this.showLine(report);
  }

  end(): void {
    this.isEnded = true;
    this.bar?.stop();
    this.bar = null;
  }

  private showBar(report: ProgressReport): void {
    this.opening ??= import('cli-progress').then(({ SingleBar }) => {
      if (this.isEnded) return;
      this.bar = new SingleBar({ hideCursor: true, format: '{stage} {bar} {percentage} %' });
      this.bar.start(100, 0, { stage: '' });
    });
    this.bar?.update(Math.floor(report.percent), { stage: report.stage });
  }

  private showLine(report: ProgressReport): void {
    const now = Date.now();
    if (report.stage === this.stage && now - this.lastLine < LINE_EVERY_MS) return;
    this.stage = report.stage;
    this.lastLine = now;
    const total = report.articles_total > 0 ? `, ${report.articles_total.toLocaleString('en')} articles` : '';
    console.log(`${report.stage}: ${Math.floor(report.percent)} %${total}`);
  }
}
