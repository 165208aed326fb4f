import type { FilesConfig, PrefetchConfig } from '../config/config';
import type { OpenSnapshots } from '../dataset/open-snapshots';
import { systemClock } from '../egress/clock';
import { Problem } from '../problem/problem';
import type { Troubles } from '../problem/troubles';
import type { PostgresLoader } from './postgres-loader';
import { RunPaused } from './run-failure';
import { pausedBy } from './run-pauses';
import { DEMO_UNIVERSE, type UniverseSources } from '../file-cache/universe-sources';

/** What keeps runs from going on, in the list of troubles; with a universe behind it, what keeps its run. */
export const FILE_CACHE_TROUBLE = 'file_cache';
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

export interface KnownUniversesParts {
  config: PrefetchConfig;
  files: FilesConfig;
  sources: UniverseSources;
  snapshots: OpenSnapshots;
  loader: PostgresLoader;
  troubles: Troubles;
}

/** Waits before something that the system refused is tried again, ever longer; an abort ends the wait. */
export async function retryPause(tries: number, signal: AbortSignal): Promise<void> {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
  await systemClock.sleep(pauseMs, signal).catch(() => undefined);
}

/** Which universes there are: in files, in datasets of earlier runs, and in Postgres. */
export class KnownUniverses {
  /** Why the files cannot be listed at all; null while they can. */
  blockedBy: RunPaused | null = null;

  constructor(private readonly parts: KnownUniversesParts) {}

  /** Lists what there is to be loaded; as long as a folder cannot be read, it is tried again. */
  async find(signal: AbortSignal, onBlocked: () => void): Promise<void> {
    const { sources, files, troubles } = this.parts;
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        await sources.refresh();
        this.blockedBy = null;
        return troubles.clear(FILE_CACHE_TROUBLE);
      } catch (error) {
        this.blockedBy = pausedBy(error, files);
        if (!this.blockedBy) throw error;
        troubles.set(FILE_CACHE_TROUBLE, this.blockedBy.message, { detail: String(error) });
        onBlocked();
        await retryPause(tries, signal);
      }
    }
  }

  /** Those to be run at a start: the bundled one where there is nothing else. */
  async listAtStart(): Promise<readonly string[]> {
    const { config, sources, snapshots, loader } = this.parts;
    if (config.universes) return config.universes;
    // A dataset that was built on another machine has no files here.
    const ids = new Set([...sources.ids(), ...snapshots.ids().filter((id) => id !== DEMO_UNIVERSE)]);
    if (ids.size > 0) return [...ids].sort();
    await loader.settled();
    return loader.publishedUniverses().some((universe) => universe !== DEMO_UNIVERSE) ? [] : [DEMO_UNIVERSE];
  }

  /**
   * The universe of a run that names none: the default one, but what lies in the file cache by now where only the bundled
   * one is served.
   */
  async meantBy(defaultUniverse: string): Promise<string> {
    if (defaultUniverse !== DEMO_UNIVERSE) return defaultUniverse;
    const { sources, files } = this.parts;
    try {
      await sources.refresh();
    } catch (error) {
      throw notReady(pausedBy(error, files) ?? error);
    }
    const ids = sources.ids();
    return ids.includes(DEMO_UNIVERSE) ? DEMO_UNIVERSE : (ids[0] ?? DEMO_UNIVERSE);
  }

  /** Throws Problem UNKNOWN_UNIVERSE, or DATA_NOT_READY where it cannot be known. */
  async assertKnown(universe: string): Promise<void> {
    const { sources, snapshots, loader, files } = this.parts;
    const failure = await sources.refresh().catch((error: unknown) => pausedBy(error, files) ?? error);
    const known = new Set([...sources.ids(), ...snapshots.ids(), ...loader.publishedUniverses()]);
    if (failure && !known.has(universe)) throw notReady(failure);
    if (known.size === 0) {
      // The same as at a start: the bundled one, where there is nothing else.
      await loader.settled();
      const published = loader.publishedUniverses();
      for (const id of published.length > 0 ? published : [DEMO_UNIVERSE]) known.add(id);
    }
    if (known.has(universe)) return;
    const universes = [...known].sort();
    const detail = `There is no universe "${universe}"; there are: ${universes.join(', ') || 'none yet'}`;
    throw new Problem('UNKNOWN_UNIVERSE', detail, { universes });
  }
}

function notReady(failure: unknown): unknown {
  if (!(failure instanceof RunPaused)) return failure;
  return new Problem('DATA_NOT_READY', failure.message, { retryAfterSeconds: 5 });
}
