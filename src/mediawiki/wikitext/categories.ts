import { decodeEntities } from './entities';
import { CATEGORY, titleIn, type Namespaces } from './namespaces';

const LINK = /\[\[([^[\]|\n]{1,60}?):([^[\]|\n]{1,255})(?:\|[^[\]\n]{0,500})?\]\]/g;
const NOT_TEXT = /<(nowiki|pre|syntaxhighlight)(?=[\s>])[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi;

/** The categories that a page's own text names, in their order, without the prefix. Those of templates are not there. */
export function readCategories(ownText: string, namespaces: Namespaces): string[] {
  const text = /<(?:nowiki|pre|syntaxhighlight)/i.test(ownText) ? ownText.replace(NOT_TEXT, '') : ownText;
  const found = new Set<string>();
  for (const [, prefix = '', name = ''] of text.matchAll(LINK)) {
    if (namespaces.byName.get(prefix.replaceAll('_', ' ').trim().toLowerCase()) !== CATEGORY) continue;
    const category = titleIn(decodeEntities(name), namespaces);
    // A name that a template makes cannot be known.
    if (!/[{}<>]/.test(category)) found.add(category);
  }
  found.delete('');
  return [...found];
}
