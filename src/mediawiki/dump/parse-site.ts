/** What the head of a dump says of its wiki. */
export interface DumpSite {
  name: string;
  wikiId: string;
  /** Address of the main page. */
  base: string;
  language: string;
  isCaseSensitive: boolean;
  namespaces: [key: number, name: string][];
}

/** Reads `<siteinfo>` from what stands before the first page. */
export function parseSite(head: string, decode: (text: string) => string): DumpSite {
  const value = (tag: string) => decode(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(head)?.[1] ?? '').trim();
  const namespaces = [...head.matchAll(/<namespace\s([^<>]*?)(?:\/>|>([^<]*)<)/g)].map(
    ([, attributes = '', name = '']): [number, string] => [
      Number(/\bkey\s*=\s*["'](-?\d+)["']/.exec(attributes)?.[1] ?? NaN),
      decode(name),
    ],
  );
  return {
    name: value('sitename'),
    wikiId: value('dbname'),
    base: value('base'),
    language: /<mediawiki\s[^<>]*\bxml:lang\s*=\s*["']([a-zA-Z-]{2,20})["']/.exec(head)?.[1]?.toLowerCase() ?? 'en',
    isCaseSensitive: value('case') === 'case-sensitive',
    namespaces: namespaces.filter(([key]) => Number.isInteger(key)),
  };
}
