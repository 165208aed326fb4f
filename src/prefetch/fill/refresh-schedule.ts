import { Logger } from '@nestjs/common';
import type { Clock } from '../../egress/clock';
import { CrawlStopped } from '../../mediawiki/api/crawl-stopped';
import { Problem } from '../../problem/problem';
import type { Filled } from './fill-task';

export interface RefreshScheduleOptions {
  /** Milliseconds between the end of one round and the beginning of the next; 0: never. */
  everyMs: number;
  clock: Clock;
  /** Universes that have a wiki and data to refresh. */
  universes: () => Promise<readonly string[]> | readonly string[];
  refresh: (universe: string, signal: AbortSignal) => Promise<Filled>;
  /** Called where data changed: the server builds the new dataset. */
  onChanged: (universe: string) => void;
}

/** A wiki that blocked the program is left alone this long. */
const BLOCKED_MS = 60 * 60_000;

/** Refreshes universes from their wikis now and then. One at a time; what fails is logged and tried again next time. */
export class RefreshSchedule {
  private readonly log = new Logger('refresh');
  private readonly stopped = new AbortController();
  private readonly leftAloneUntil = new Map<string, number>();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RefreshScheduleOptions) {}

  /** Begins; does nothing where the schedule is off. */
  start(): void {
    if (this.options.everyMs > 0) this.running = this.loop();
  }

  /** Ends; resolves when the refresh under way has stopped. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { clock, everyMs } = this.options;
    while (!this.stopped.signal.aborted) {
      const isWoken = await clock.sleep(everyMs, this.stopped.signal).then(
        () => true,
        () => false,
      );
      if (!isWoken) return;
      await this.round();
    }
  }

  private async round(): Promise<void> {
    for (const universe of await this.options.universes()) {
      if (this.stopped.signal.aborted) return;
      if ((this.leftAloneUntil.get(universe) ?? 0) > this.options.clock.now()) continue;
      await this.refresh(universe);
    }
  }

  private async refresh(universe: string): Promise<void> {
    try {
      const { isChanged, fetched, deleted, requests } = await this.options.refresh(universe, this.stopped.signal);
      this.log.log({ msg: 'universe refreshed', universe, fetched, deleted, requests, changed: isChanged });
      if (isChanged) this.options.onChanged(universe);
    } catch (error) {
      const isExpected = error instanceof CrawlStopped || error instanceof Problem;
      if (this.stopped.signal.aborted) return;
      if (error instanceof CrawlStopped && error.reason === 'blocked') {
        this.leftAloneUntil.set(universe, this.options.clock.now() + BLOCKED_MS);
      }
      this.log.warn({ msg: 'refresh failed', universe, reason: isExpected ? error.message : String(error) });
    }
  }
}
