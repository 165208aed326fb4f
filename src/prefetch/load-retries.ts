import type { Clock } from '../egress/clock';
import type { RunOptions } from './run';
import { RunFailure } from './run-failure';

/** How a load ended that did not happen: Postgres away or lost in the middle, its disk full, or the data refused. */
export type LoadMiss = 'away' | 'disk_full' | 'refused';

export interface LoadRetriesParts {
  clock: Clock;
  /** Whether Postgres can be written to now. */
  isWritable(): boolean;
  again(universe: string, options: RunOptions): void;
}

const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;

interface Missed {
  options: RunOptions;
  tries: number;
  /** Aborted when the load was made up for. */
  settled: AbortController;
}

/**
 * Datasets that are built but not in Postgres. Its return says nothing where only the session of the load was lost, so
 * they are tried again by the clock as well: after 5 s, then less and less often; after a minute where its disk is
 * full; not by the clock where the data were refused.
 */
export class LoadRetries {
  private readonly missed = new Map<string, Missed>();

  constructor(private readonly parts: LoadRetriesParts) {}

  has(universe: string): boolean {
    return this.missed.has(universe);
  }

  /** The load of a run did not happen. */
  note(universe: string, { allowShrink }: RunOptions, miss: LoadMiss): void {
    const tries = this.missed.get(universe)?.tries ?? 0;
    this.settle(universe);
    // The dataset was built already: forcing it would only write what is there anyhow.
    const missed = { options: { force: false, allowShrink }, tries: tries + 1, settled: new AbortController() };
    this.missed.set(universe, missed);
    if (miss !== 'refused') void this.tryLater(universe, missed, miss);
  }

  /** The load of a run failed. */
  noteFailure(universe: string, options: RunOptions, error: unknown): void {
    this.note(universe, options, missOf(error));
  }

  /** The dataset is in Postgres now. */
  settle(universe: string): void {
    this.missed.get(universe)?.settled.abort();
    this.missed.delete(universe);
  }

  stop(): void {
    for (const universe of [...this.missed.keys()]) this.settle(universe);
  }

  private async tryLater(universe: string, { options, tries, settled }: Missed, miss: LoadMiss): Promise<void> {
    const { clock, isWritable, again } = this.parts;
    const backOffMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
    let pauseMs = miss === 'disk_full' ? LONGEST_PAUSE_MS : backOffMs;
    try {
      do {
        await clock.sleep(pauseMs, settled.signal);
        pauseMs = FIRST_PAUSE_MS;
      } while (!isWritable());
    } catch {
      // Settled meanwhile.
      return;
    }
    again(universe, options);
  }
}

function missOf(error: unknown): LoadMiss {
  const code = error instanceof RunFailure ? error.code : null;
  if (code === 'POSTGRES_LOST' || code === 'STALLED') return 'away';
  return code === 'DISK_FULL' ? 'disk_full' : 'refused';
}
