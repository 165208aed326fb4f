import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config';
import { FailedJobs } from './failed-jobs';
import { JOB_HANDLERS, type JobHandlers } from './job';
import { JobRunner } from './job-runner';
import { openJobs } from './open-jobs';

/** Work in the background: of this process, or of workers over Redis. Needs a provider of JOB_HANDLERS. */
@Module({
  providers: [
    {
      provide: JobRunner,
      inject: [Config, JOB_HANDLERS],
      useFactory: ({ redisUrl }: Config, handlers: JobHandlers) => openJobs(redisUrl, handlers),
    },
    { provide: FailedJobs, inject: [JobRunner], useFactory: (jobs: JobRunner) => new FailedJobs(jobs) },
  ],
  exports: [JobRunner, FailedJobs],
})
export class JobsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly jobs: JobRunner,
    private readonly failedJobs: FailedJobs,
  ) {}

  onApplicationBootstrap(): void {
    this.jobs.start();
    this.failedJobs.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.failedJobs.stop();
    await this.jobs.stop();
  }
}
