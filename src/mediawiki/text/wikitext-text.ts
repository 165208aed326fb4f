import type { ArticleText } from '../../universe/section';
import { ownPageText } from '../wikitext/page-text';
import { ElementWriter } from './element-writer';
import type { TextOptions } from './gallery';
import { PageRenderer } from './page-renderer';
import { TextBuilder } from './text-builder';

export type { TextOptions } from './gallery';

/** A page longer than this is read to here: MediaWiki takes no more than 2 MB. */
const LONGEST_PAGE = 4_000_000;

/**
 * The text of an article by sections, as Markdown, and its pictures, from the page's wikitext. Linear in its size; any
 * text is read as something.
 */
export function textOfWikitext(title: string, wikitext: string, options: TextOptions): ArticleText {
  const builder = new TextBuilder();
  const source = ownPageText(wikitext.slice(0, LONGEST_PAGE).replace(/\r\n?/g, '\n'), title);
  new PageRenderer(source, { title, options, builder, elements: new ElementWriter(builder) }).render();
  return builder.finish();
}
