import { BadCursor, type ListPage } from '../dataset/facets/article-list';
import { Problem } from '../problem/problem';

/** Throws Problem BAD_PARAMETER where the cursor is not of this list. */
export function orBadCursor(list: () => ListPage): ListPage {
  try {
    return list();
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    throw new Problem('BAD_PARAMETER', 'cursor must be the next_cursor of an earlier page of the same list.', {
      parameter: 'cursor',
    });
  }
}
