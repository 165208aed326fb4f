import { Inject, Module, type DynamicModule, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, type JobsSetting } from '../config/config';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { Images } from '../images/create-images';
import { ImagesModule } from '../images/images.module';
import { JOB_HANDLERS, type JobHandlers } from '../jobs/job';
import type { JobWorker } from '../jobs/job-worker';
import { openWorker } from '../jobs/open-jobs';
import { JobHandlersModule } from './job-handlers.module';

const JOB_WORKER = Symbol('JobWorker');
/** Two batches overlap, so that the last downloads of one do not leave the others idle. */
const BATCHES_AT_ONCE = 2;

/** Takes jobs from their queue and does them, from the start of the application to its end. */
@Module({
  imports: [ImagesModule, JobHandlersModule],
  providers: [
    {
      provide: JOB_WORKER,
      inject: [Config, JOB_HANDLERS, { token: Database, optional: true }],
      useFactory: (config: Config, handlers: JobHandlers, database?: Database) =>
        openWorker(config, { handlers, concurrency: { 'image-batch': BATCHES_AT_ONCE } }, database),
    },
  ],
})
export class JobWorkerModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly images: Images,
    @Inject(JOB_WORKER) private readonly worker: JobWorker,
  ) {}

  /** A worker of jobs in Redis needs no Postgres, and starts none. */
  static of(jobs: JobsSetting): DynamicModule {
    return { module: JobWorkerModule, imports: jobs === 'postgres' ? [DatabaseModule] : [] };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.images.store.load();
    await this.worker.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.worker.stop();
  }
}
