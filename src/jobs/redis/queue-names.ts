import type { JobKind } from '../job';

/** Prefix of every key in Redis. */
export const KEY_PREFIX = 'lorekeeper';

export function queueName(kind: JobKind): string {
  return kind;
}
