import { Logger } from '@nestjs/common';
import { systemClock, type Clock } from '../egress/clock';
import { JobsUnavailable } from '../jobs/job';
import type { JobRunner } from '../jobs/job-runner';

export interface CrawlOrdersParts {
  jobs: JobRunner;
  /** Names the file cache that crawls are to fill. */
  cacheIdentity(): Promise<string | null>;
  /** Called when a universe's file cache was filled anew. */
  onFilled(universe: string): void;
  clock?: Clock;
  pollMs?: number;
}

/** Ids of crawls: this and the universe. */
const CRAWL = 'crawl.';
const ADOPT_EVERY_MS = 5000;

/** Crawls that were ordered here: each is a job, and what it brings is loaded when it ends. */
export class CrawlOrders {
  private readonly log = new Logger('prefetch');
  private readonly followed = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly parts: CrawlOrdersParts) {}

  /** Orders a crawl, or names the one of that universe that waits or is at work. Throws JobsUnavailable. */
  async order(universe: string, resume: boolean): Promise<string> {
    const id = `${CRAWL}${universe}`;
    const cache = await this.parts.cacheIdentity();
    await this.parts.jobs.submit('crawl', { universe, resume, cache }, { id });
    this.follow(id, universe);
    return id;
  }

  /** Has a failed job done again, of whatever kind; what a crawl brings then is loaded. Throws JobsUnavailable. */
  async retry(id: string): Promise<boolean> {
    if (!(await this.parts.jobs.retry(id))) return false;
    if (id.startsWith(CRAWL)) this.follow(id, id.slice(CRAWL.length));
    return true;
  }

  /** Follows the crawls that a process before this one ordered and that are not done yet. */
  async adopt(universes: readonly string[]): Promise<void> {
    const { jobs, clock = systemClock } = this.parts;
    const ids = universes.map((universe) => `${CRAWL}${universe}`);
    while (!this.stopping.signal.aborted) {
      const views = await jobs.look('crawl', ids).catch(nullIfAway);
      for (const [id, { state }] of views ?? [])
        if (state === 'waiting' || state === 'active') this.follow(id, id.slice(CRAWL.length));
      if (views) return;
      await clock.sleep(ADOPT_EVERY_MS, this.stopping.signal).catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.followed.values());
  }

  private follow(id: string, universe: string): void {
    if (this.followed.has(id)) return;
    const end = this.untilEnd(id)
      .then((isFilled) => {
        if (isFilled) this.parts.onFilled(universe);
      })
      .catch((error: unknown) => {
        if (!this.stopping.signal.aborted)
          this.log.error({ msg: 'a crawl could not be followed', error: String(error) });
      })
      .finally(() => this.followed.delete(id));
    this.followed.set(id, end);
  }

  /** True where the crawl succeeded. A queue that is away is looked at again. */
  private async untilEnd(id: string): Promise<boolean> {
    const { jobs, clock = systemClock, pollMs = 2000 } = this.parts;
    for (;;) {
      await clock.sleep(pollMs, this.stopping.signal);
      const views = await jobs.look('crawl', [id]).catch(nullIfAway);
      const view = views?.get(id);
      if (views && !view) return false;
      if (view?.state === 'completed') return true;
      if (view?.state === 'failed') return false;
    }
  }
}

function nullIfAway(error: unknown): null {
  if (error instanceof JobsUnavailable) return null;
  throw error;
}
