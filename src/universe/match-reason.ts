const REASONS: Record<string, string> = {
  alias: 'by another name',
  some_words: 'by some of the words',
  fuzzy: 'a near spelling',
  description: 'in the description',
  text: 'in its text',
};

/** Why a search found an article, for readers; undefined where its title says so. */
export function matchReason({ match, matched }: { match?: string; matched?: string | null }): string | undefined {
  if (match === undefined) return undefined;
  return matched ? `known as ${matched}` : REASONS[match];
}
