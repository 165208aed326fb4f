import { EventEmitter, once } from 'node:events';
import { Problem } from '../problem/problem';
import { genericDefinition, type UniverseDefinition } from '../universe/universe-definition';
import type { Damage } from '../dataset/damage-reports';
import type { Directory } from '../dataset/directory';
import type { Snapshot } from '../dataset/snapshot';
import type { OpenSnapshots } from '../dataset/open-snapshots';
import { DatasetReplaced, PostgresRows } from './postgres-rows';
import type { PostgresViews } from './postgres-views';
import { UniverseView } from './universe-view';
import { traced } from '../tracing/span';

const WAIT_MS = 5000;
const RETRY_AFTER_SECONDS = 2;
const DAY_MS = 86_400_000;
const BUNDLED = 'demo';

export interface CatalogueOptions {
  definitions: ReadonlyMap<string, UniverseDefinition>;
  defaultUniverse: string | null;
  ttlDays: number;
  /** Universes that are known to come although nothing of them can be served yet (files without an index). */
  expected: () => readonly string[];
  /** Why nothing more of a universe is to be waited for: no file of it can be used, or its run waits for help. */
  standstillOf: (universe: string) => 'empty' | 'stuck' | null;
  /** Whether more universes may yet turn up: the folders are still being listed, or Postgres is still starting. */
  unsettled: () => boolean;
  isUnreachable: (error: unknown) => boolean;
  /** Hears of rows that a source does not give as they were written. */
  onDamage: (damage: Damage) => void;
}

/** What `GET /universes` lists of a universe. */
export interface UniverseSummary {
  id: string;
  name: string;
  view: UniverseView;
}

export interface Answer<T> {
  value: T;
  view: UniverseView;
}

/** The views of a universe, and what they were made of. */
interface KnownViews {
  directory: Directory | null;
  snapshot: Snapshot | null;
  views: readonly UniverseView[];
}

/** Reading: Postgres where it is reachable and holds a published dataset, else the files; one request, one view. */
export class Catalogue {
  private readonly views = new Map<string, KnownViews>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private hadPostgres = false;
  private fellBack = false;
  private fallbackMs = 0;
  private countedAt = performance.now();

  constructor(
    private readonly postgres: PostgresViews,
    private readonly files: OpenSnapshots,
    private readonly options: CatalogueOptions,
  ) {}

  /** To be called when a dataset appeared, was replaced, or a source came or went. */
  changed(): void {
    this.countFallback();
    this.changes.emit('change');
  }

  /**
   * Runs `answer` on the universe's view: of Postgres where it is reachable and holds a published dataset, else of
   * the files. Where Postgres fails while answering, the same question is asked of the files.
   * Throws Problem UNKNOWN_UNIVERSE (with `universes`) or, after waiting at most 5 s, DATA_NOT_READY.
   */
  async read<T>(universe: string | undefined, answer: (view: UniverseView) => T | Promise<T>): Promise<Answer<T>> {
    const id = await this.settle(universe);
    for (let attempt = 0; ; attempt++) {
      const [view, ...others] = this.viewsOf(id);
      if (!view) throw notReady(id);
      try {
        return await answerBy(view, answer);
      } catch (error) {
        const replaced = error instanceof DatasetReplaced;
        if (!replaced && !this.options.isUnreachable(error)) throw error;
        const next = others[0];
        if (next) return await answerBy(next, answer);
        if (!replaced || attempt >= 2) throw notReady(id, error);
        await this.postgres.refresh();
      }
    }
  }

  /** The view that would answer right now, or null; never waits. */
  current(universe: string | undefined): UniverseView | null {
    const id = universe ?? this.defaultUniverse();
    return (id === null ? undefined : this.viewsOf(id)[0]) ?? null;
  }

  /** The universes that can be served, by id; waits like `read` while nothing is ready yet. */
  async universes(): Promise<UniverseSummary[]> {
    if (this.servable().length === 0) await this.waitUntil(() => this.servable().length > 0);
    return this.servable().flatMap((id) => {
      const view = this.current(id);
      return view ? [{ id, name: view.definition.name, view }] : [];
    });
  }

  definition(universe: string): UniverseDefinition {
    return this.options.definitions.get(universe) ?? genericDefinition(universe);
  }

  /** The universe meant, once something of it can be served. Throws Problem where it is unknown or takes too long. */
  private async settle(universe: string | undefined): Promise<string> {
    const ready = () => {
      const id = universe ?? this.defaultUniverse();
      return id !== null && this.viewsOf(id).length > 0 ? id : null;
    };
    const id = ready();
    if (id !== null) return id;
    const hopeless = () =>
      universe !== undefined && !this.options.unsettled() && !this.options.expected().includes(universe);
    await this.waitUntil(() => ready() !== null || hopeless());
    const settled = ready();
    if (settled !== null) return settled;
    if (universe !== undefined && hopeless()) throw this.unknown(universe);
    throw notReady(universe ?? null);
  }

  /**
   * Whether the universe that is meant by default can be served; or another one, where nothing more is to be waited for:
   * one universe that is broken takes no instance away from the others.
   */
  isReady(): boolean {
    if (this.current(undefined)) return true;
    const id = this.defaultUniverse();
    if (id === null || this.servable().length === 0 || this.options.unsettled()) return false;
    return !this.options.expected().includes(id) || this.options.standstillOf(id) !== null;
  }

  /**
   * The universe meant where a request names none: as configured, else Star Wars, else the first that is. One whose files
   * hold nothing is none.
   */
  defaultUniverse(): string | null {
    if (this.options.defaultUniverse) return this.options.defaultUniverse;
    const servable = this.servable();
    const expected = this.options.expected();
    const coming = expected.filter((id) => this.options.standstillOf(id) !== 'empty');
    const usable = [...servable, ...coming];
    const known = [...new Set(usable.length > 0 ? usable : expected)].sort();
    if (known.includes('star_wars')) return 'star_wars';
    // The bundled universe is there to be tried; it is never meant where there is a real one.
    return known.find((id) => id !== BUNDLED) ?? known[0] ?? null;
  }

  /** Ids of the universes of which something can be served right now, sorted. */
  servable(): string[] {
    return [...new Set([...this.postgres.ids(), ...this.files.ids()])].sort();
  }

  /** The views that can answer, the one to be asked first at the head; made once for each pair of datasets. */
  private viewsOf(universe: string): readonly UniverseView[] {
    const directory = this.postgres.find(universe);
    const snapshot = this.files.find(universe);
    const known = this.views.get(universe);
    if (known && known.directory === directory && known.snapshot === snapshot) return known.views;
    const common = {
      definition: this.definition(universe),
      ttlMs: this.options.ttlDays * DAY_MS,
      onDamage: this.options.onDamage,
      isAway: (error: unknown) => error instanceof DatasetReplaced || this.options.isUnreachable(error),
    };
    const views: UniverseView[] = [];
    if (directory) {
      const rows = new PostgresRows(directory, this.postgres.rows);
      const spare = snapshot?.directory.info.key === directory.info.key ? snapshot : null;
      views.push(new UniverseView({ ...common, source: 'postgres', directory, rows, spare }));
    }
    if (snapshot) {
      views.push(
        new UniverseView({ ...common, source: 'file', directory: snapshot.directory, rows: snapshot, spare: null }),
      );
    }
    this.views.set(universe, { directory, snapshot, views });
    return views;
  }

  /** Seconds in which files answered for a universe although Postgres should have, since the process started. */
  fallbackSeconds(): number {
    this.countFallback();
    return this.fallbackMs / 1000;
  }

  private countFallback(): void {
    const now = performance.now();
    if (this.fellBack) this.fallbackMs += now - this.countedAt;
    this.countedAt = now;
    this.fellBack = this.hadPostgres && this.postgres.ids().length === 0;
    this.hadPostgres ||= this.postgres.ids().length > 0;
  }

  private async waitUntil(done: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(WAIT_MS);
    while (!done() && !signal.aborted) {
      await once(this.changes, 'change', { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  private unknown(universe: string): Problem {
    const universes = this.servable();
    const detail = `There is no universe "${universe}"; there are: ${universes.join(', ') || 'none yet'}`;
    return new Problem('UNKNOWN_UNIVERSE', detail, { universes });
  }
}

function notReady(universe: string | null, cause?: unknown): Problem {
  const what = universe === null ? 'Nothing' : `Nothing of the universe "${universe}"`;
  const detail = `${what} can be served yet. Try again in a moment; /prefetch/status says how far the data are, or what they wait for.`;
  return new Problem('DATA_NOT_READY', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS }, { cause });
}

function answerBy<T>(view: UniverseView, answer: (view: UniverseView) => T | Promise<T>): Promise<Answer<T>> {
  const attributes = { 'lorekeeper.universe': view.universe, 'lorekeeper.source': view.source };
  return traced(
    () => ({ name: 'view', attributes }),
    async () => ({ value: await answer(view), view }),
  );
}
