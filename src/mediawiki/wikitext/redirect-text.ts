import { namesInEveryLanguage } from './language-names';
import { withoutComments } from './page-text';

const WORDS = [...new Set(namesInEveryLanguage('redirect'))].map((word) => word.replace('_', '[_ ]')).join('|');
const REDIRECT = new RegExp(`^\\s*#(?:${WORDS})\\s*:?\\s*\\[\\[\\s*:?([^\\[\\]|]{1,300})`, 'iu');
const FIRST_LINK = /^\s*#[^[\]\n]{1,60}\[\[\s*:?([^[\]|]{1,300})/;
/** A redirect stands at the very beginning. */
const HEAD = 2000;

/**
 * Title that a page redirects to by its text, in any of the languages' words; null where it is none. `isMarked`: the
 * dump says that it is a redirect, and not where to.
 */
export function redirectTarget(text: string, isMarked = false): string | null {
  const start = text.trimStart();
  if (!start.startsWith('#') && !start.startsWith('<!--')) return null;
  const head = withoutComments(start.slice(0, HEAD));
  const target = REDIRECT.exec(head)?.[1] ?? (isMarked ? FIRST_LINK.exec(head)?.[1] : undefined);
  return target?.trim() ?? null;
}
