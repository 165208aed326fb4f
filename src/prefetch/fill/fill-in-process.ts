import { CrawlStopped } from '../../mediawiki/api/crawl-stopped';
import { Problem } from '../../problem/problem';
import { runInProcess } from '../../processes/run-in-process';
import type { Filled, FillOutcome, FillProgress, FillTask } from './fill-task';

/** What is the same for all universes. */
export type FillSettings = Pick<FillTask, 'cacheDir' | 'contact' | 'articleText' | 'version'>;

export interface FillOptions {
  signal: AbortSignal;
  onProgress?: (progress: FillProgress) => void;
}

/** Crawls or refreshes a universe. Throws CrawlStopped or Problem. */
export type FillFromWiki = (
  order: Pick<FillTask, 'kind' | 'definition' | 'resume'>,
  options: FillOptions,
) => Promise<Filled>;
/** The provider of a FillFromWiki. */
export const FILL_FROM_WIKI = Symbol('FillFromWiki');

const HEAP_MB = 1024;

/**
 * Has `script` do it in a process of its own: what comes from a wiki may be of any size and shape, and is read and
 * rendered where nobody waits for it. An abort kills the process; what it fetched, the next one goes on with.
 */
export function fillInProcess(script: string, settings: FillSettings): FillFromWiki {
  return async (order, options) => {
    const outcome = await runInProcess<FillTask, FillProgress, FillOutcome>(
      script,
      { ...settings, ...order },
      // Authorities and proxies of the operator are named there.
      { ...options, heapMb: HEAP_MB, needsEnvironment: true, killed },
    );
    if (outcome.status === 'stopped') throw new CrawlStopped(outcome.reason, outcome.message);
    if (outcome.status === 'refused') throw new Problem(outcome.code, outcome.detail);
    return outcome;
  };
}

const killed = (by: NodeJS.Signals) =>
  new Error(`The process that asks the wiki was killed, perhaps for want of memory (${by})`);
