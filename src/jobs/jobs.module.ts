import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { QueueWatch } from './queue-watch';
import { JOB_HANDLERS, type JobHandlers } from './job';
import { JobRunner } from './job-runner';
import { openJobs } from './open-jobs';
import { SharedCounts } from './redis/shared-counts';

/** Work in the background: of this process, or of workers over a queue. Needs a provider of JOB_HANDLERS. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: JobRunner,
      inject: [Config, JOB_HANDLERS, Database],
      useFactory: (config: Config, handlers: JobHandlers, database: Database) => openJobs(config, handlers, database),
    },
    {
      provide: SharedCounts,
      inject: [Config],
      useFactory: ({ redisUrl, server }: Config) =>
        redisUrl !== null && server.rateLimitPerMinute > 0 ? new SharedCounts(redisUrl) : null,
    },
    QueueWatch,
  ],
  exports: [JobRunner, QueueWatch, SharedCounts],
})
export class JobsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly jobs: JobRunner,
    private readonly queue: QueueWatch,
    @Inject(SharedCounts) private readonly counts: SharedCounts | null,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.start();
    this.queue.start();
    void this.counts?.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.queue.stop();
    this.counts?.stop();
    await this.jobs.stop();
  }
}
