import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { ChangeLog } from './change-log';
import { DamageReports } from './damage-reports';
import { OpenSnapshots } from './open-snapshots';
import { SnapshotStore } from './snapshot-store';

/** The datasets beside the file cache. */
@Module({
  providers: [
    {
      provide: SnapshotStore,
      inject: [Config],
      useFactory: ({ files }: Config) => SnapshotStore.open(files.cacheDir, files.dataDir),
    },
    OpenSnapshots,
    { provide: ChangeLog, inject: [SnapshotStore], useFactory: ({ changes }: SnapshotStore) => changes },
    DamageReports,
  ],
  exports: [SnapshotStore, OpenSnapshots, ChangeLog, DamageReports],
})
export class DatasetModule implements OnApplicationShutdown {
  constructor(private readonly snapshots: OpenSnapshots) {}

  onApplicationShutdown(): Promise<void> {
    return this.snapshots.stop();
  }
}
