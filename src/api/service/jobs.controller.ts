import { Controller, Get, Header, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { JobsUnavailable } from '../../jobs/job';
import { JobRunner } from '../../jobs/job-runner';
import { QueueWatch } from '../../jobs/queue-watch';
import { Problem } from '../../problem/problem';
import { AdminGuard } from '../http/admin.guard';
import { flag, text, universe } from '../../params/parameters';
import { CrawlRequests } from './crawl-requests';

const JOB_PATH = z.object({ id: text(200, { description: 'Id of the job.', example: 'crawl.star_wars' }) });
const CRAWL_QUERY = z.object({
  universe,
  resume: flag({ description: 'Go on where an interrupted crawl stopped.', example: false }),
});

/** Work in the background, for the admin: what was given up, and how to have it done again. */
@Controller('jobs')
@UseGuards(AdminGuard)
export class JobsController {
  constructor(
    private readonly jobs: JobRunner,
    private readonly orders: CrawlRequests,
    private readonly queue: QueueWatch,
  ) {}

  @Get('failed')
  @Header('cache-control', 'no-store')
  async listFailedJobs(): Promise<object> {
    const [failed, paused] = await reached(Promise.all([this.jobs.listFailed(), this.jobs.isPaused()]));
    const { mode, connected, warnings } = this.jobs.status();
    return {
      mode,
      connected,
      warnings,
      paused,
      jobs: failed.map(({ failedAt, ...job }) => ({ ...job, failed_at: failedAt })),
    };
  }

  @Post(':id/retry')
  @HttpCode(202)
  async retryJob(@Param({ schema: JOB_PATH }) { id }: z.infer<typeof JOB_PATH>): Promise<object> {
    if (!(await reached(this.orders.retry(id)))) throw new Problem('NOT_FOUND', 'There is no failed job of that id.');
    void this.queue.look();
    return { status: 'queued', job_id: id };
  }

  @Post('pause')
  @HttpCode(200)
  pauseJobs(): Promise<object> {
    return this.setPaused(true);
  }

  @Post('resume')
  @HttpCode(200)
  resumeJobs(): Promise<object> {
    return this.setPaused(false);
  }

  @Post('crawl')
  @HttpCode(202)
  async startCrawl(@Query({ schema: CRAWL_QUERY }) query: z.infer<typeof CRAWL_QUERY>): Promise<object> {
    const { jobId, universe } = await reached(this.orders.crawl(query.universe, query.resume ?? false));
    return { status: 'queued', job_id: jobId, universe };
  }

  private async setPaused(paused: boolean): Promise<object> {
    await reached(this.jobs.setPaused(paused));
    void this.queue.look();
    return { paused };
  }
}

async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof JobsUnavailable)) throw error;
    throw new Problem('JOBS_UNAVAILABLE', `The job queue cannot be used: ${error.reason}.`, { retryAfterSeconds: 5 });
  }
}
