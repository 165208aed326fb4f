import { z } from 'zod';
import { fromData, order, type OperationsOf } from '../openapi/operation';
import { categoryCounts, count, runId, time, universe } from '../openapi/shapes';
import type { CacheController } from './cache.controller';

const operation = z
  .strictObject({
    id: z.int(),
    universe: z.string().nullable(),
    operation_type: z.string(),
    status: z.enum(['running', 'completed', 'failed', 'cancelled', 'abandoned']),
    articles_processed: count(),
    articles_created: count(),
    articles_updated: count(),
    images_downloaded: count(),
    images_cached: count(),
    images_failed: count(),
    errors_count: count(),
    error_message: z.string().nullable().meta({ description: 'Why it failed, in words.' }),
    started_at: time(),
    completed_at: time().nullable(),
    duration_seconds: z.number().nullable(),
  })
  .meta({ id: 'StoreOperation', description: 'A run as the database has logged it.' });

const fileCache = z.strictObject({
  exists: z.boolean(),
  files: count(),
  bytes: count(),
  created_at: z.string().nullable(),
  stale: z.boolean(),
});

export const CACHE: OperationsOf<CacheController> = {
  getCacheStats: fromData({
    tag: 'Stores',
    summary: 'What is stored, and where',
    description: 'Counts and bytes of the dataset, the images, the file cache and Postgres, and the last five runs.',
    answer: z
      .strictObject({
        universe,
        backend: z.enum(['hybrid', 'file']).meta({ description: 'Whether a Postgres is configured.' }),
        total_articles: count(),
        articles_with_images: count(),
        categories: categoryCounts,
        images: z.strictObject({ files: count(), bytes: count(), by_format: z.record(z.string(), count()) }),
        file_cache: fileCache,
        postgresql: z.strictObject({
          connected: z.boolean(),
          bytes: count(),
          tables: z.record(z.string(), count()).meta({ description: 'Rows by table.' }),
        }),
        recent_operations: z.array(operation).max(5),
      })
      .meta({ id: 'CacheStats' }),
  }),
  invalidateCache: order({
    tag: 'Stores',
    summary: 'Build a universe anew',
    description: 'Rebuilds from the file cache whatever the dataset key says; the old data are served until then.',
    answer: z
      .strictObject({ status: z.literal('invalidated'), universe, run_id: runId, images_deleted: count() })
      .meta({ id: 'CacheInvalidated' }),
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE'],
  }),
};
