import type { DatabaseAddress } from '../config/database-url';
import type { PublishedDataset } from './published-dataset';
import { ServerLink } from './server-link';

/** The replicas, which answer reads in turn. */
export class Replicas {
  readonly links: readonly ServerLink[];
  private next = 0;

  constructor(addresses: readonly DatabaseAddress[], maxConnections: number) {
    this.links = addresses.map((address) => new ServerLink({ locate: async () => address, maxConnections }));
  }

  /** The next one in turn that holds the announced dataset; one that is behind is left out. */
  find(universe: string, key: string): ServerLink | null {
    for (let i = 0; i < this.links.length; i++) {
      const link = this.links[this.next++ % this.links.length];
      if (link?.answers && link.datasets.get(universe)?.key === key) return link;
    }
    return null;
  }

  /** What one of them holds; null where none answers. */
  datasets(): ReadonlyMap<string, PublishedDataset> | null {
    return this.links.find((link) => link.answers)?.datasets ?? null;
  }
}
