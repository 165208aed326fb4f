import { join } from 'node:path';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { DatasetModule } from '../dataset/dataset.module';
import { SnapshotStore } from '../dataset/snapshot-store';
import { INDEX_PASSAGES, indexInProcess, type IndexPassages } from './index-passages';
import { PublishedPassages } from './published-passages';

const SCRIPT = join(__dirname, 'passages.process.js');

/** Indexes the texts of other machines' datasets, in a process of its own: for programs that answer for long. */
@Global()
@Module({
  imports: [DatasetModule],
  providers: [
    {
      provide: INDEX_PASSAGES,
      inject: [Config],
      useFactory: ({ database }: Config) => indexInProcess(SCRIPT, database),
    },
    {
      provide: PublishedPassages,
      inject: [SnapshotStore, INDEX_PASSAGES],
      useFactory: (store: SnapshotStore, index: IndexPassages) => new PublishedPassages(store, index),
    },
  ],
  exports: [PublishedPassages],
})
export class PassagesModule implements OnApplicationShutdown {
  constructor(private readonly passages: PublishedPassages) {}

  onApplicationShutdown(): void {
    this.passages.stop();
  }
}
