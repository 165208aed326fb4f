import { toPlainLetters } from './fold';

const REMEMBERED_LABELS = 50_000;
const keys = new Map<string, string>();

/**
 * The key under which `content` holds a field: ASCII lower case, "(s)" dropped, every run of other characters than
 * a-z and 0-9 one `_`; `` for a field without a label. `Affiliation(s)` -> `affiliation`, `Eye color` -> `eye_color`.
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
    .trim()
    .replace(/[^a-z0-9]+/g, '_');
}
