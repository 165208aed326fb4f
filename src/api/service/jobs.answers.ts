import { z } from 'zod';
import { JOBS_MODES } from '../../jobs/job';
import { order, type OperationsOf } from '../openapi/operation';
import { count, time } from '../openapi/shapes';
import type { JobsController } from './jobs.controller';

const queued = z
  .strictObject({ status: z.literal('queued'), job_id: z.string(), universe: z.string().optional() })
  .meta({ id: 'JobQueued' });

const queue = z.strictObject({ paused: z.boolean() }).meta({ id: 'JobQueue' });

export const JOBS: OperationsOf<JobsController> = {
  listFailedJobs: {
    tag: 'Jobs',
    summary: 'Work in the background that was given up',
    description: 'The latest first, with the reason of each.',
    answer: z
      .strictObject({
        mode: z.enum(JOBS_MODES),
        connected: z.boolean(),
        warnings: z.array(z.string()),
        paused: z.boolean(),
        jobs: z.array(
          z.strictObject({
            id: z.string(),
            kind: z.enum(['image-batch', 'crawl']),
            universe: z.string(),
            code: z.enum(['job_failed', 'job_stalled']),
            reason: z.string(),
            attempts: count(),
            failed_at: time(),
          }),
        ),
      })
      .meta({ id: 'FailedJobs' }),
    isAdmin: true,
    problems: ['JOBS_UNAVAILABLE'],
  },
  retryJob: order({
    tag: 'Jobs',
    summary: 'Have a failed job done again',
    description: 'Takes the id that `listFailedJobs` gives.',
    answer: queued,
    problems: ['BAD_PARAMETER', 'NOT_FOUND', 'JOBS_UNAVAILABLE'],
  }),
  pauseJobs: {
    tag: 'Jobs',
    summary: 'Let nobody begin a job',
    description: 'What is at work goes on to its end; what waits waits, until `resumeJobs`.',
    answer: queue,
    isAdmin: true,
    problems: ['JOBS_UNAVAILABLE'],
  },
  resumeJobs: {
    tag: 'Jobs',
    summary: 'Let the queue go on',
    description: 'With what waited longest.',
    answer: queue,
    isAdmin: true,
    problems: ['JOBS_UNAVAILABLE'],
  },
  startCrawl: order({
    tag: 'Jobs',
    summary: 'Crawl the wiki of a universe',
    description: 'Into the file cache, and then load it; or name the crawl that waits or runs.',
    answer: queued,
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE', 'JOBS_UNAVAILABLE'],
  }),
};
