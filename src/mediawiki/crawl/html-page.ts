import { ApiError } from '../api/crawl-stopped';
import type { WikiClient } from '../api/wiki-client';
import { infoboxHtml, parseHtmlInfobox } from '../infobox/html-infobox';
import type { HtmlParser } from '../infobox/html-parser';
import { readNodes } from '../infobox/html-value';
import type { CheerioAPI } from 'cheerio';

/** What a crawl keeps of a page's rendered HTML. */
export interface HtmlFacts {
  pageid: number;
  /** The infoboxes alone; null where there is none. */
  infobox: string | null;
  extract: string | null;
  image: string | null;
  imageName: string | null;
}

const NOT_TEXT =
  '.portable-infobox, table, sup.reference, .references, .mw-references-wrap, .toc, #toc, .navbox, .noprint, .mw-editsection, .messagebox, .ambox, .mw-empty-elt, .hidden-content, .gallery, .wikia-gallery, #title-eraicons, .thumb, figure, style, script, blockquote, .quote, .hatnote, .dablink';
const SHORTEST_PARAGRAPH = 20;
const LONGEST_EXTRACT = 1200;

/** Fetches the rendered HTML of one page; null where the page cannot be had. */
export async function fetchHtmlPage(
  client: Pick<WikiClient, 'request'>,
  pageid: number,
  parse: HtmlParser,
  articlePath: string,
): Promise<HtmlFacts | null> {
  try {
    const { parse: parsed } = await client.request({
      action: 'parse',
      pageid: String(pageid),
      prop: 'text',
      disableeditsection: '1',
      disablelimitreport: '1',
      disabletoc: '1',
    });
    return typeof parsed?.['text'] === 'string' ? readHtmlPage(pageid, parsed['text'], parse, articlePath) : null;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Reads the rendered HTML of a page. */
export function readHtmlPage(pageid: number, html: string, parse: HtmlParser, articlePath: string): HtmlFacts {
  const $ = parse(html);
  const box = parseHtmlInfobox($, articlePath);
  const source = infoboxHtml($);
  return {
    pageid,
    infobox: source === '' ? null : source,
    extract: firstParagraph($),
    image: box?.image ?? null,
    imageName: box?.imageName ?? null,
  };
}

function firstParagraph($: CheerioAPI): string | null {
  $(NOT_TEXT).remove();
  for (const node of $('p').toArray()) {
    const text = readNodes(node.children).values.join(' ');
    if (text.length >= SHORTEST_PARAGRAPH) return text.slice(0, LONGEST_EXTRACT);
  }
  return null;
}
