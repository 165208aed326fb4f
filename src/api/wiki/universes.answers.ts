import { z } from 'zod';
import type { OperationsOf } from '../openapi/operation';
import { categoryCounts, count, licence, time, universe } from '../openapi/shapes';
import type { UniversesController } from './universes.controller';

export const UNIVERSES: OperationsOf<UniversesController> = {
  listUniverses: {
    tag: 'Universes',
    summary: 'The universes that are served',
    description: 'With their counts, and the version of the dataset that answers at present.',
    answer: z.array(
      z
        .strictObject({
          id: z.string(),
          name: z.string(),
          articles: count(),
          categories: categoryCounts,
          dataset_version: z.string().meta({ description: 'Changes with every published dataset.' }),
          licence,
          stale: z.boolean().meta({ description: 'Whether the data are older than CACHE_TTL_DAYS.' }),
        })
        .meta({ id: 'Universe' }),
    ),
    isData: true,
    isConditional: true,
    problems: ['DATA_NOT_READY'],
  },
  listAttributions: {
    tag: 'Universes',
    summary: 'Whose work the data are',
    description: 'For each universe its source and licence, as a game must show them.',
    answer: z.array(
      z
        .strictObject({ universe, name: z.string(), licence, source: z.string().nullable(), scraped_at: time() })
        .meta({ id: 'Attribution' }),
    ),
    isData: true,
    isConditional: true,
    problems: ['DATA_NOT_READY'],
  },
};
