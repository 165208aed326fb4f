import type { EventEmitter } from 'node:events';
import type { Prefetch } from '../../prefetch/prefetch';
import { PrefetchControl, type PrefetchStatus, type RunOptions } from '../ports';

/** The prefetch as the API asks for it: a request that names no universe means the default one. */
export class PrefetchAdapter extends PrefetchControl {
  readonly events: EventEmitter;

  constructor(
    private readonly prefetch: Prefetch,
    private readonly defaultUniverse: () => string,
    private readonly jobs?: () => NonNullable<PrefetchStatus['jobs']>,
  ) {
    super();
    this.events = prefetch.events;
  }

  override status(): PrefetchStatus {
    const { progress, universes, ...state } = this.prefetch.report();
    const named = (report: typeof progress) => ({ ...report, universe: report.universe ?? this.defaultUniverse() });
    const byUniverse = Object.entries(universes).map(([universe, report]) => [universe, named(report)]);
    return {
      ...state,
      progress: named(progress),
      universes: Object.fromEntries(byUniverse) as PrefetchStatus['universes'],
      ...(this.jobs ? { jobs: this.jobs() } : {}),
    };
  }

  override run(universe: string | undefined, { force = false, allowShrink = false }: RunOptions) {
    return this.prefetch.run(universe ?? this.defaultUniverse(), { force, allowShrink });
  }

  override cancel() {
    return this.prefetch.cancel();
  }

  override invalidate(universe: string | undefined, { clearImages }: { clearImages: boolean }) {
    return this.prefetch.invalidate(universe ?? this.defaultUniverse(), clearImages);
  }
}
