import type { Members } from '../../universe/members';

/** A revision's wikitext: before 1.32 it stands beside the id, and before 1.25 in a member called `*`. */
export function contentOf(revision: Members): string | null {
  const slots = revision['slots'] as { main?: Members } | undefined;
  const found = [slots?.main?.['content'], slots?.main?.['*'], revision['content'], revision['*']];
  return found.find((text): text is string => typeof text === 'string' && text !== '') ?? null;
}
