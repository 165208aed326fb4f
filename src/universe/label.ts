import { toPlainLetters } from './fold';

const REMEMBERED_LABELS = 50_000;
const keys = new Map<string, string>();

/**
 * The key under which `content` holds a field: lower case without accents, "(s)" dropped, every run of other characters
 * than letters and digits one `_`, none at either end; `` where nothing is left. `Affiliation(s)` -> `affiliation`,
 * `Eye color` -> `eye_color`, `体力（最大）` -> `体力_最大`.
 */
export function labelKey(label: string): string {
  const known = keys.get(label);
  if (known !== undefined) return known;
  const key = foldLabel(label);
  if (keys.size < REMEMBERED_LABELS && label.length < 200) keys.set(label, key);
  return key;
}

function foldLabel(label: string): string {
  return toPlainLetters(label)
    .replaceAll('(s)', '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}
