/**
 * Raised whenever the same raw infobox would give another record: it is written into the manifest, whose change
 * makes another dataset key, and `cache:reparse` redoes what an older version wrote.
 */
export const INFOBOX_PARSER_VERSION = 5;

/** An infobox as the wiki gave it, kept beside the articles so that a better parser needs no download. */
export interface RawInfobox {
  form: 'pageprops' | 'html' | 'wikitext' | 'table';
  /** JSON of `pageprops.infoboxes`, the `<aside>` elements, the template with its parameters, or a TableRow. */
  source: string;
  /** The template's name, where the rendered infobox does not tell it. */
  type?: string;
}
