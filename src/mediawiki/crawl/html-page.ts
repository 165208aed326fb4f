import { AnswerFailed, ApiError } from '../api/crawl-stopped';
import { listOf } from '../../universe/members';
import type { WikiClient } from '../api/wiki-client';
import { infoboxHtml, parseHtmlInfobox } from '../infobox/html-infobox';
import type { HtmlParser } from '../infobox/html-parser';
import { readNodes } from '../infobox/html-value';
import type { WikiLinks } from '../infobox/wiki-links';
import { isNoInfobox } from '../wikitext/infobox-candidates';
import { TEMPLATE } from '../wikitext/namespaces';
import type { CheerioAPI } from 'cheerio';

/** What a crawl keeps of a page's rendered HTML. */
export interface HtmlFacts {
  pageid: number;
  /** The infoboxes alone; null where there is none. */
  infobox: string | null;
  extract: string | null;
  image: string | null;
  imageName: string | null;
  /** Templates that the page shows and that may be its infobox. */
  templates?: string[];
  /** All of it, where texts are kept. */
  body?: string;
  /** The wiki fails to render the page. */
  isFailed?: boolean;
}

const NOT_TEXT =
  '.portable-infobox, table, sup.reference, .references, .mw-references-wrap, .toc, #toc, .navbox, .noprint, .mw-editsection, .messagebox, .ambox, .mw-empty-elt, .hidden-content, .gallery, .wikia-gallery, #title-eraicons, .thumb, figure, style, script, blockquote, .quote, .hatnote, .dablink';
const SHORTEST_PARAGRAPH = 20;
const LONGEST_EXTRACT = 1200;

export interface HtmlReading {
  parse: HtmlParser;
  links: WikiLinks;
  /** Keeps the HTML itself, of which the text is made. */
  withBody: boolean;
}

/** Fetches the rendered HTML of one page; without anything where the page cannot be had. */
export async function fetchHtmlPage(
  client: Pick<WikiClient, 'request'>,
  pageid: number,
  { parse, links, withBody }: HtmlReading,
): Promise<HtmlFacts> {
  try {
    const params = { action: 'parse', pageid: String(pageid), prop: 'text|templates' };
    const body = await client.request({ ...params, ...PLAIN }, { mayFail: true });
    const html = htmlOf(body.parse?.['text']);
    if (html === null) return nothingOf(pageid);
    const facts = readHtmlPage(pageid, html, parse, links);
    return { ...facts, templates: templatesIn(body.parse?.['templates']), ...(withBody && { body: html }) };
  } catch (error) {
    if (error instanceof ApiError) return nothingOf(pageid);
    if (error instanceof AnswerFailed) return { ...nothingOf(pageid), isFailed: true };
    throw error;
  }
}

const PLAIN = { disableeditsection: '1', disablelimitreport: '1', disabletoc: '1' };

const nothingOf = (pageid: number): HtmlFacts => ({
  pageid,
  infobox: null,
  extract: null,
  image: null,
  imageName: null,
});

/** Names of templates, also of those that others show; modules and what is never an infobox are left out. */
function templatesIn(list: unknown): string[] {
  const titles = listOf(list)
    .filter(({ ns }) => ns === TEMPLATE)
    .map(({ title, '*': old }) => String(title ?? old ?? ''));
  return titles.map((title) => title.slice(title.indexOf(':') + 1)).filter((name) => name !== '' && !isNoInfobox(name));
}

/** Before 1.25 the text is in a member called `*`. */
function htmlOf(text: unknown): string | null {
  const html = typeof text === 'object' && text !== null ? (text as { '*'?: unknown })['*'] : text;
  return typeof html === 'string' ? html : null;
}

/** Reads the rendered HTML of a page. */
function readHtmlPage(pageid: number, html: string, parse: HtmlParser, links: WikiLinks): HtmlFacts {
  const $ = parse(html);
  const box = parseHtmlInfobox($, links);
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
    // A line wholly in italics points to other articles.
    if ($(node).children('i').text().trim() === $(node).text().trim()) continue;
    if (text.length >= SHORTEST_PARAGRAPH) return text.slice(0, LONGEST_EXTRACT);
  }
  return null;
}
