/** Longer chains than this are mistakes; MediaWiki itself follows one step. */
const LONGEST_CHAIN = 5;

/**
 * From pairs of a redirect and its target to the redirects of each article, sorted. Chains are followed, and a circle
 * leads nowhere. `spell` writes a title as the wiki does.
 */
export async function collectRedirects(
  pairs: AsyncIterable<{ from: string; to: string }>,
  spell: (title: string) => string,
): Promise<Map<string, string[]>> {
  const targets = new Map<string, string>();
  for await (const { from, to } of pairs) targets.set(spell(from), spell(withoutFragment(to)));
  const redirects = new Map<string, string[]>();
  for (const from of targets.keys()) {
    const article = follow(from, targets);
    if (article === null) continue;
    const list = redirects.get(article);
    if (list) list.push(from);
    else redirects.set(article, [from]);
  }
  for (const list of redirects.values()) list.sort();
  return redirects;
}

function withoutFragment(title: string): string {
  const hash = title.indexOf('#');
  return hash > 0 ? title.slice(0, hash) : title;
}

function follow(from: string, targets: ReadonlyMap<string, string>): string | null {
  let title = from;
  for (let step = 0; step <= LONGEST_CHAIN; step++) {
    const next = targets.get(title);
    if (next === undefined) return title === from ? null : title;
    title = next;
  }
  return null;
}
