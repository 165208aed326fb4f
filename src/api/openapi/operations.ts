import { EXPORT_OPERATIONS } from '../exports/export-operations';
import { COVERAGE, PREFETCH } from '../service/prefetch.answers';
import { DOCS, HEALTH, IMAGES, MCP, METRICS, ROOT } from '../service/service.answers';
import { JOBS } from '../service/jobs.answers';
import { CACHE } from '../wiki/cache.answers';
import { CANON } from '../wiki/canon.answers';
import { ITEMS } from '../wiki/items.answers';
import { LOCATIONS } from '../wiki/locations.answers';
import { TEXTS } from '../wiki/texts.answers';
import { UNIVERSE } from '../wiki/universe.answers';
import { UNIVERSES } from '../wiki/universes.answers';

/** Every operation of the API by its id, which is the name of its controller's method. */
export const OPERATIONS = {
  ...UNIVERSES,
  ...CANON,
  ...LOCATIONS,
  ...ITEMS,
  ...TEXTS,
  ...UNIVERSE,
  ...EXPORT_OPERATIONS,
  ...IMAGES,
  ...PREFETCH,
  ...COVERAGE,
  ...CACHE,
  ...JOBS,
  ...ROOT,
  ...HEALTH,
  ...METRICS,
  ...MCP,
  ...DOCS,
};

export type OperationId = keyof typeof OPERATIONS;
