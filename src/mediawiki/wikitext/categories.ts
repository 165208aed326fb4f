import type { Namespaces } from './namespaces';
import { normaliseTitle } from './titles';

const LINK = /\[\[([^[\]|\n]{1,60}?):([^[\]|\n]{1,255})(?:\|[^[\]\n]{0,500})?\]\]/g;
const NOT_TEXT = /<!--[^]*?(?:-->|$)|<nowiki>[^]*?(?:<\/nowiki>|$)/gi;

/** The categories that a page's own text names, in their order, without the prefix. Those of templates are not there. */
export function readCategories(wikitext: string, namespaces: Namespaces): string[] {
  const text = wikitext.includes('<!--') || /<nowiki>/i.test(wikitext) ? wikitext.replace(NOT_TEXT, '') : wikitext;
  const found = new Set<string>();
  for (const [, prefix = '', name = ''] of text.matchAll(LINK)) {
    if (namespaces.category.has(prefix.trim().toLowerCase())) found.add(normaliseTitle(name));
  }
  found.delete('');
  return [...found];
}
