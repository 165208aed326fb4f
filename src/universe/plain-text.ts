/**
 * What a reader does not see but a model reads, or what turns lines around: controls of direction, tag characters,
 * supplementary variation selectors, invisible operators, and control characters other than line breaks and tabs.
 * The joiners of scripts and emoji stay.
 */
const UNSEEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e01ef}]/gu;

/** The text without what cannot be seen. */
export function plainText(text: string): string {
  return text.replace(UNSEEN, '');
}

/** A JSON value with every text in it, also names of members, as `plainText` gives it. */
export function plainValue<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map(plainValue) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [plainText(name), plainValue(one)])) as T;
}
