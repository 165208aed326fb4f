import { Logger } from '@nestjs/common';
import type { Troubles } from '../problem/troubles';

/** Damage that is found again is mended again after this time, then after twice as long, and so on. */
const FIRST_WAIT_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** So many titles are named. */
const NAMED = 3;

interface Repair {
  /** The run that mends it. */
  runId: string | null;
  waitMs: number;
  notBeforeMs: number;
}

export interface RepairParts {
  /** Has the dataset made and loaded anew, whatever its key says. */
  rebuild: (universe: string) => Promise<{ runId: string }>;
  troubles: Troubles;
  now?: () => number;
}

/** Has datasets made anew in which damaged rows were found: at once, and ever more rarely where that does not help. */
export class Repairs {
  private readonly log = new Logger('dataset');
  private readonly repairs = new Map<string, Repair>();
  private readonly now: () => number;

  constructor(private readonly parts: RepairParts) {
    this.now = parts.now ?? Date.now;
  }

  /** To be called whenever damage is found. `where`: "in Postgres" or the like; `titles`: of the rows, if known. */
  report(universe: string, where: string, titles: readonly string[] = []): void {
    const what = titles.length === 0 ? 'The dataset' : `The stored article ${namesOf(titles)}`;
    this.parts.troubles.set(nameOf(universe), `${what} of ${universe} is damaged ${where}. It is being made anew.`);
    const known = this.repairs.get(universe) ?? { runId: null, waitMs: FIRST_WAIT_MS, notBeforeMs: -Infinity };
    if (this.now() < known.notBeforeMs) return;
    const repair = {
      runId: null,
      waitMs: Math.min(known.waitMs * 2, LONGEST_WAIT_MS),
      notBeforeMs: this.now() + known.waitMs,
    };
    this.repairs.set(universe, repair);
    void this.begin(universe, repair);
  }

  /** To be called at the end of every run. */
  runEnded(universe: string, runId: string, isCompleted: boolean): void {
    if (isCompleted && this.repairs.get(universe)?.runId === runId) this.parts.troubles.clear(nameOf(universe));
  }

  private async begin(universe: string, repair: Repair): Promise<void> {
    try {
      repair.runId = (await this.parts.rebuild(universe)).runId;
    } catch (error) {
      this.log.error({ msg: 'a damaged dataset cannot be made anew', universe, error: String(error) });
    }
  }
}

function nameOf(universe: string): string {
  return `dataset_${universe}`;
}

function namesOf(titles: readonly string[]): string {
  const named = titles.slice(0, NAMED).map((title) => `“${title.slice(0, 100)}”`);
  const others = titles.length - named.length;
  return named.join(', ') + (others > 0 ? ` and ${others} more` : '');
}
