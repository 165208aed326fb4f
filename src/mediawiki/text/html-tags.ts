import { extensionKind } from '../wikitext/extension-tags';

/** The elements of HTML that wikitext may hold; every other tag is text. */
const TAGS: ReadonlySet<string> = new Set(
  `abbr b bdi bdo big blockquote br caption center cite code data dd del dfn div dl dt em figure figcaption font h1 h2 h3
h4 h5 h6 hr i ins kbd li link mark meta ol p pre q rb rp rt rtc ruby s samp section small span strike strong sub sup table
tbody td tfoot th thead time tr tt u ul var wbr includeonly noinclude onlyinclude translate tvar languages nowiki col
colgroup img a aside iframe object embed form input select textarea button`.split(/\s+/),
);

/** Whether a tag is markup: of HTML or of an extension. */
export function isKnownTag(name: string): boolean {
  return TAGS.has(name) || extensionKind(name) !== null;
}

const BLOCK_TAG =
  /<\/?(?:table|h[1-6]|pre|p|ul|ol|dl|li|dt|dd|tr|td|th|div|blockquote|center|hr|caption|gallery|tabber|section)(?=[\s/>])/iy;

/** Whether the tag of a block stands somewhere in a text. */
export function isBlockTag(source: string, at: number): boolean {
  BLOCK_TAG.lastIndex = at;
  return BLOCK_TAG.test(source);
}
