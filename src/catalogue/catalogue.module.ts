import { Logger, Module } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { Unreachable } from '../database/unreachable';
import { DamageReports } from '../dataset/damage-reports';
import { DatasetModule } from '../dataset/dataset.module';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { FileCacheModule } from '../file-cache/file-cache.module';
import { DEMO_UNIVERSE, UniverseSources } from '../file-cache/universe-sources';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { Catalogue } from './catalogue';
import { LoadShedder } from './load-shedder';
import { PostgresArticles } from './postgres-articles';
import { PostgresViews } from './postgres-views';

/** Reading: from Postgres, from files, and the one that falls back. */
@Module({
  imports: [DatabaseModule, DatasetModule, FileCacheModule],
  providers: [
    PostgresArticles,
    PostgresViews,
    {
      provide: Catalogue,
      inject: [Config, UniverseDefinitions, PostgresViews, OpenSnapshots, UniverseSources, Database, DamageReports],
      useFactory: (
        { prefetch, files }: Config,
        definitions: UniverseDefinitions,
        views: PostgresViews,
        snapshots: OpenSnapshots,
        sources: UniverseSources,
        database: Database,
        damage: DamageReports,
      ) =>
        new Catalogue(views, snapshots, {
          definitions: definitions.byId,
          defaultUniverse: prefetch.defaultUniverse,
          ttlDays: files.ttlDays,
          expected: () => (sources.ids().length > 0 ? sources.ids() : [DEMO_UNIVERSE]),
          standstillOf: (universe) => sources.standstillOf(universe),
          unsettled: () => !snapshots.isOpen || !sources.isListed || database.state === 'starting',
          isUnreachable: (error) => error instanceof Unreachable,
          onDamage: (found) => damage.report(found),
        }),
    },
    { provide: LoadShedder, useFactory: () => new LoadShedder() },
  ],
  exports: [Catalogue, PostgresArticles, PostgresViews, LoadShedder],
})
export class CatalogueModule {
  private readonly log = new Logger('catalogue');

  constructor(
    private readonly catalogue: Catalogue,
    private readonly views: PostgresViews,
    database: Database,
    snapshots: OpenSnapshots,
  ) {
    snapshots.events.on('change', () => catalogue.changed());
    views.onIndexed = () => catalogue.changed();
    database.on('down', () => catalogue.changed());
    database.on('datasets-changed', () => void this.followPostgres());
    // Read while the framework gets ready.
    void snapshots.open().then(() => catalogue.changed());
  }

  private async followPostgres(): Promise<void> {
    try {
      if (await this.views.refresh()) this.log.log({ msg: 'serving from Postgres', universes: this.views.ids() });
      this.catalogue.changed();
    } catch (error) {
      this.log.error({ msg: 'what Postgres holds cannot be followed', error: String(error) });
    }
  }
}
