import type { Steps } from '../event-loop/steps';
import type { Directory } from './directory';

export const CHANGE_KINDS = ['created', 'updated', 'deleted'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What became of an article from one dataset to another; its title is that of the dataset that has it last. */
export interface Change {
  id: number;
  title: string;
  change: ChangeKind;
}

/** Articles that are compared in one step. */
const STEP = 1024;

/** What changed from one dataset to another, by id. */
export function* compareDirectories(before: Directory, after: Directory): Steps<Change[]> {
  const gone = new Map<number, number>();
  for (let ordinal = 0; ordinal < before.count; ordinal++) {
    if (ordinal % STEP === 0) yield;
    gone.set(before.id(ordinal), ordinal);
  }
  const changes: Change[] = [];
  for (let ordinal = 0; ordinal < after.count; ordinal++) {
    if (ordinal % STEP === 0) yield;
    const id = after.id(ordinal);
    const known = gone.get(id);
    gone.delete(id);
    if (known !== undefined && after.isSameArticle(ordinal, before, known)) continue;
    changes.push({ id, title: after.title(ordinal), change: known === undefined ? 'created' : 'updated' });
  }
  for (const [id, ordinal] of gone) changes.push({ id, title: before.title(ordinal), change: 'deleted' });
  return changes.sort((a, b) => a.id - b.id);
}

/** The way back. */
export function reverseChanges(changes: readonly Change[]): Change[] {
  const opposite = { created: 'deleted', updated: 'updated', deleted: 'created' } as const;
  return changes.map(({ id, title, change }) => ({ id, title, change: opposite[change] }));
}

/** Several lists, one behind the other, as one list by id; what came and went in between is in none of it. */
export function joinChanges(lists: readonly (readonly Change[])[]): Change[] {
  const joined = new Map<number, Change>();
  for (const list of lists) {
    for (const { id, title, change } of list) {
      const first = joined.get(id)?.change ?? change;
      const wasThere = first !== 'created';
      const isThere = change !== 'deleted';
      if (!wasThere && !isThere) joined.delete(id);
      else joined.set(id, { id, title, change: !wasThere ? 'created' : isThere ? 'updated' : 'deleted' });
    }
  }
  return [...joined.values()].sort((a, b) => a.id - b.id);
}
