import { z } from 'zod';
import { JOBS_MODES } from '../../jobs/job';
import { STAGES } from '../../prefetch/stages/stages';
import { fromData, order, type OperationsOf } from '../openapi/operation';
import { count, runId, time, universe } from '../openapi/shapes';
import type { CoverageController } from './coverage.controller';
import type { PrefetchController } from './prefetch.controller';

const STATES = ['idle', 'waiting', ...STAGES.map(({ name }) => name), 'completed', 'failed', 'cancelled'];

const progress = z
  .strictObject({
    stage: z.enum(STATES),
    universe,
    log_id: z.int().nullable().meta({ description: 'Row of `scraping_logs`; null without Postgres.' }),
    articles_total: count(),
    articles_processed: count(),
    articles_created: count(),
    articles_updated: count(),
    articles_unchanged: count(),
    articles_rejected: count(),
    images_total: count(),
    images_downloaded: count(),
    images_cached: count(),
    images_failed: count(),
    percent: z.number().min(0).max(100),
    rate_per_second: z.number().min(0),
    eta_seconds: z.number().nullable(),
    started_at: time().nullable(),
    completed_at: time().nullable(),
    paused_reason: z.string().nullable().optional().meta({ description: 'Why a stage stands still.' }),
    waiting_for: z
      .strictObject({ holder: z.string(), since: time() })
      .nullable()
      .optional()
      .meta({ description: 'The instance that builds, where this one waits.' }),
    errors: z.array(z.strictObject({ code: z.string(), message: z.string(), count: count() })),
  })
  .meta({ id: 'PrefetchProgress', description: 'How far the run of a universe is. Counts only grow within a run.' });

export const status = z
  .strictObject({
    is_complete: z.boolean().meta({ description: 'True only after a success.' }),
    is_running: z.boolean(),
    progress,
    universes: z.record(z.string(), progress).meta({ description: 'The same for each universe.' }),
    stages: z
      .array(z.strictObject({ stage: z.string(), doing: z.string(), heading: z.string(), description: z.string() }))
      .meta({ description: 'What a run does, in this order, in words for a page.' }),
    jobs: z
      .strictObject({
        mode: z.enum(JOBS_MODES),
        connected: z.boolean(),
        warnings: z.array(z.string()),
        failed: count().nullable(),
        paused: z.boolean().nullable().meta({ description: 'Nobody begins a job until the queue goes on.' }),
      })
      .optional()
      .meta({ description: 'Who does the work in the background, and what the operator should change about it.' }),
  })
  .meta({ id: 'PrefetchStatus' });

export const PREFETCH: OperationsOf<PrefetchController> = {
  getPrefetchStatus: {
    tag: 'Prefetch',
    summary: 'How the filling of the stores goes',
    description: 'Of the universe at work, or of the last one; and of each universe.',
    answer: status,
  },
  watchPrefetch: {
    tag: 'Prefetch',
    summary: 'The same as Server-Sent Events',
    description: 'Each event is a whole PrefetchStatus: one on every change, at most four a second.',
    answer: { mediaType: 'text/event-stream', description: 'A stream without an end.' },
    problems: ['OVERLOADED'],
  },
  startPrefetch: order({
    tag: 'Prefetch',
    summary: 'Start a run',
    description: 'Or name the one that is queued or running.',
    answer: z.strictObject({ run_id: runId, universe }).meta({ id: 'PrefetchRun' }),
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE'],
  }),
  cancelPrefetch: order({
    tag: 'Prefetch',
    summary: 'Cancel the run at work',
    description: 'The data stay as they were.',
    answer: z
      .strictObject({
        status: z.enum(['cancelling', 'idle']),
        run_id: runId.nullable(),
        universe: z.string().nullable(),
      })
      .meta({ id: 'PrefetchCancelled' }),
  }),
};

export const COVERAGE: OperationsOf<CoverageController> = {
  getCoverage: fromData({
    tag: 'Prefetch',
    summary: 'What a dataset lacks',
    description: 'Articles without category, picture or planet, and what the last crawl, import or refresh reported.',
    answer: z
      .strictObject({
        universe,
        articles: count(),
        rejected: count(),
        uncategorised: count(),
        no_image: count(),
        places: count(),
        places_without_planet: count(),
        last_fill: z.looseObject({}).nullable().meta({ description: 'null where there was none.' }),
      })
      .meta({ id: 'Coverage' }),
  }),
};
