import { isUniverseId, RESERVED_IDS } from '../universe/universe-definition';
import { UsageError } from './usage-error';

/** The universe that `--universe` names. Throws UsageError where there is none, or none may be called so. */
export function getUniverseOption(universe: string | undefined): string {
  if (!universe) throw new UsageError('Say which universe: --universe ID');
  if (isUniverseId(universe)) return universe;
  throw new UsageError(
    `--universe: "${universe}" cannot be the id of a universe: a lower-case letter, then up to 49 of a-z, 0-9 and _; ` +
      `none of ${[...RESERVED_IDS].join(', ')}`,
  );
}
