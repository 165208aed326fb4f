import { signal } from './api/signal';

interface Entry {
  title: string;
  category: string;
}

/** A list of articles as it was last shown. */
export interface ShownList {
  universe: string;
  name: string;
  address: string;
  total: number;
  entries: Entry[];
}

/** The list that one came from: an article's neighbours are those of this list. */
export const shownList = signal<ShownList | null>(null);

export interface Neighbours {
  list: ShownList;
  /** From 1. */
  place: number;
  previous: Entry | null;
  next: Entry | null;
}

/** null where the article does not stand in the list. */
export function neighboursOf(list: ShownList | null, universe: string, title: string): Neighbours | null {
  if (!list || list.universe !== universe) return null;
  const at = list.entries.findIndex((entry) => entry.title === title);
  if (at < 0) return null;
  return { list, place: at + 1, previous: list.entries[at - 1] ?? null, next: list.entries[at + 1] ?? null };
}
