import { FLAG_LEGENDS, FLAG_OUT_OF_UNIVERSE } from '../flags';

/** Ordinals and links are packed into one number each way; neither column can hold more than this. */
const LIMIT = 2 ** 24;

/**
 * Ordinals in the order in which search lists articles of the same kind of match: of the universe before media and
 * the real world, plain titles before their /Legends twins, then the most linked, then by title.
 */
export function searchOrder(count: number, links: Uint32Array, flags: Uint8Array): Uint32Array {
  if (count > LIMIT) throw new Error(`a dataset holds at most ${LIMIT} articles`);
  const keys = new Float64Array(count);
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const group = searchGroup(flags[ordinal] ?? 0);
    const unlinked = LIMIT - 1 - Math.min(links[ordinal] ?? 0, LIMIT - 1);
    keys[ordinal] = (group * LIMIT + unlinked) * LIMIT + ordinal;
  }
  keys.sort();
  const order = new Uint32Array(count);
  for (let rank = 0; rank < count; rank++) order[rank] = (keys[rank] ?? 0) % LIMIT;
  return order;
}

/** Groups from here on are media and the real world. */
export const OUT_OF_UNIVERSE_GROUP = 2;

/** Articles of a lower group come first, within the same kind of match. */
export function searchGroup(flags: number): number {
  return ((flags & FLAG_OUT_OF_UNIVERSE) !== 0 ? OUT_OF_UNIVERSE_GROUP : 0) + ((flags & FLAG_LEGENDS) !== 0 ? 1 : 0);
}
