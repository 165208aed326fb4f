/** What an element of an extension does with the text that it holds. */
export type ExtensionKind =
  /** It is no text of the article: a reference, a gallery, a map. */
  | 'hidden'
  /** It is shown as it is written. */
  | 'literal'
  /** It is wikitext, of which the pipes and equals signs belong to nobody outside. */
  | 'wikitext'
  /** Wikitext of which each line is an item. */
  | 'lines'
  /** Parts with labels, of which each is an item. */
  | 'tabs';

const TAGS: Readonly<Record<ExtensionKind, string>> = {
  hidden: `ref references gallery math chem ce timeline imagemap templatestyles templatedata score graph mapframe maplink
    map display_map googlemap inputbox categorytree dpl dynamicpagelist infobox indicator youtube embedvideo video audio
    twitter discord soundcloud spotify rss bloglist poll pollny quiz seo metadesc slideshow widget html hiero phonos
    section createbox rating activityfeed mainpage-featuredvideo style script noexcerpt`,
  literal: `nowiki pre syntaxhighlight source verbatim`,
  wikitext: `choose option spoiler hover langconvert tab`,
  lines: `poem verse`,
  tabs: `tabber tabview tabs`,
};

const KINDS: ReadonlyMap<string, ExtensionKind> = new Map(
  Object.entries(TAGS).flatMap(([kind, tags]) =>
    tags.split(/\s+/).map((tag): [string, ExtensionKind] => [tag, kind as ExtensionKind]),
  ),
);

/** How an extension's element is read; null for HTML and what is no element. */
export function extensionKind(tag: string): ExtensionKind | null {
  return KINDS.get(tag) ?? null;
}
