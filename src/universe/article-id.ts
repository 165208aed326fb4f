import { titleKey } from './fold';

/** Page ids lie below, hashes of titles from here on: they never meet. */
export const FIRST_HASHED_ID = 2 ** 52;

/** The integer below 2^53 that names an article in its universe: the page id, else a hash of the title. */
export function articleId(pageid: number | null, title: string): number {
  return pageid !== null && pageid > 0 && pageid < FIRST_HASHED_ID ? pageid : hashedId(title);
}

/** Two multiplicative 32-bit lanes over the UTF-16 units (cyrb53), 52 bits of them. */
function hashedId(title: string): number {
  const key = titleKey(title);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return FIRST_HASHED_ID + (b >>> 12) * 2 ** 32 + (a >>> 0);
}
