/** A title as the wiki spells it: spaces for underscores, the first letter a capital unless the wiki tells them apart. */
export function normaliseTitle(text: string, isCaseSensitive = false): string {
  const clean = text.replace(/[\s_]+/g, ' ').trim();
  const first = clean.codePointAt(0);
  if (first === undefined || isCaseSensitive) return clean;
  const initial = String.fromCodePoint(first);
  const capital = initial.toUpperCase();
  // A letter whose capital is several (ß) keeps its case, as in MediaWiki.
  return (capital.length === initial.length ? capital : initial) + clean.slice(initial.length);
}

/** A title in an address, encoded as MediaWiki does: `Who? / AC/DC` -> `Who%3F_/_AC/DC`. */
export function encodeTitle(title: string): string {
  return encodeURIComponent(wellFormed(title).replaceAll(' ', '_')).replace(/%(3B|40|24|2C|2F|3A)|'/g, (code) =>
    code === "'" ? '%27' : decodeURIComponent(code),
  );
}

/** The address of an article by the wiki's pattern, `$1` for the title. */
export function titleAddress(pattern: string, title: string): string {
  return pattern.replace('$1', () => encodeTitle(title));
}

/** How records refer to an article of their wiki, whatever the wiki's own article path is. */
export function articleHref(title: string, fragment = ''): string {
  const anchor = fragment.trim() === '' ? '' : `#${fragment.trim().replaceAll(' ', '_')}`;
  return `/wiki/${encodeTitle(title)}${anchor}`;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Replaces halves of characters, which neither an address nor a database takes. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd');
}
