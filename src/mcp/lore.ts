import type { Catalogue, UniverseSummary } from '../catalogue/catalogue';
import type { InTurn } from '../catalogue/asked-article';
import { LoadShedder } from '../catalogue/load-shedder';
import type { UniverseView } from '../catalogue/universe-view';

/** What the tools ask: the catalogue, and turns for what takes time. */
export class Lore {
  private readonly shedder = new LoadShedder();
  /** Runs what takes more than a millisecond when there is time for it. Throws Problem OVERLOADED. */
  readonly inTurn: InTurn = (work) => this.shedder.run(work) as never;

  constructor(private readonly catalogue: Catalogue) {}

  /** As `Catalogue.read`; gives the answer alone. */
  async read<T>(universe: string | undefined, answer: (view: UniverseView) => T | Promise<T>): Promise<T> {
    return (await this.catalogue.read(universe, answer)).value;
  }

  universes(): Promise<UniverseSummary[]> {
    return this.catalogue.universes();
  }
}
