import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config';
import { Images } from '../images/create-images';
import { ImagesModule } from '../images/images.module';
import { JOB_HANDLERS, type JobHandlers } from '../jobs/job';
import type { RedisWorker } from '../jobs/redis/redis-worker';
import { JobHandlersModule } from './job-handlers.module';

const REDIS_WORKER = Symbol('RedisWorker');
/** Two batches overlap, so that the last downloads of one do not leave the others idle. */
const BATCHES_AT_ONCE = 2;

/** Takes jobs from Redis and does them, from the start of the application to its end. */
@Module({
  imports: [ImagesModule, JobHandlersModule],
  providers: [
    {
      provide: REDIS_WORKER,
      inject: [Config, JOB_HANDLERS],
      useFactory: async ({ redisUrl }: Config, handlers: JobHandlers) => {
        if (redisUrl === null) throw new Error('a worker needs REDIS_URL');
        const { RedisWorker } = await import('../jobs/redis/redis-worker.js');
        return new RedisWorker({ redisUrl, handlers, concurrency: { 'image-batch': BATCHES_AT_ONCE } });
      },
    },
  ],
})
export class JobWorkerModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly images: Images,
    @Inject(REDIS_WORKER) private readonly worker: RedisWorker,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.images.store.load();
    await this.worker.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.worker.stop();
  }
}
