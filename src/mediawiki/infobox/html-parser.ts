import type { CheerioAPI } from 'cheerio';

/** Parses HTML leniently into a document to be queried. */
export type HtmlParser = (html: string) => CheerioAPI;

/** Loads the HTML parser at its first use: cheerio costs 107 ms that no boot should pay. */
export async function loadHtmlParser(): Promise<HtmlParser> {
  const { load } = await import('cheerio');
  // The htmlparser2 side of cheerio: twice as fast as parse5, and infobox values are fragments, not documents.
  const options = { xml: { xmlMode: false, decodeEntities: true } };
  // The types of the package's two module forms differ in name only.
  return (html) => load(html, options, false) as unknown as CheerioAPI;
}
