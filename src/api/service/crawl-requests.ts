import { Injectable } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { DEMO_UNIVERSE } from '../../file-cache/universe-sources';
import { CrawlOrders } from '../../prefetch/crawl-orders';
import { Problem } from '../../problem/problem';
import { UniverseDefinitions } from '../../universe/universe-definitions';

/** Crawls as the API asks for them: of the universes whose files name a wiki. */
@Injectable()
export class CrawlRequests {
  constructor(
    private readonly orders: CrawlOrders,
    private readonly definitions: UniverseDefinitions,
    private readonly catalogue: Catalogue,
  ) {}

  /** Orders a crawl, or names the one that waits or runs. Throws Problem UNKNOWN_UNIVERSE, JobsUnavailable. */
  async crawl(asked: string | undefined, resume: boolean) {
    const universe = asked ?? this.catalogue.defaultUniverse() ?? DEMO_UNIVERSE;
    if (this.definitions.get(universe).api === null) {
      const universes = this.definitions.idsWithWiki().sort();
      const detail = `There is no wiki of "${universe}"; there is one of: ${universes.join(', ')}`;
      throw new Problem('UNKNOWN_UNIVERSE', detail, { universes });
    }
    return { jobId: await this.orders.order(universe, resume), universe };
  }

  /** Has a failed job done again; false where there is none of that id. Throws JobsUnavailable. */
  retry(jobId: string): Promise<boolean> {
    return this.orders.retry(jobId);
  }
}
