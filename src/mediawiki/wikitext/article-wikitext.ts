import { decideContinuity, readTopFlags, type Continuity } from './continuity';
import { readLead } from './lead';
import { readCategories } from './categories';
import { parseWikitext, type TemplateNode, type WikitextNode } from './parse-wikitext';
import { infoboxCandidates, type InfoboxCandidate } from './infobox-candidates';
import { readTarget, type Namespaces } from './namespaces';
import type { RenderOptions } from './render-value';

/** What is read from an article's wikitext in one go; the infobox is chosen later, when all templates are known. */
export interface ArticleWikitext {
  /** Templates of the lead that may be the infobox, best guess first. */
  candidates: InfoboxCandidate[];
  categories: string[];
  extract: string | null;
  /** The first picture outside templates; null where there is none. */
  imageName: string | null;
  continuity: Continuity | null;
  isDisambiguation: boolean;
}

/** A lead longer than this is cut: no article's first section comes near it. */
const LONGEST_LEAD = 400_000;

/** Reads an article's wikitext. Linear in its size. */
export function readArticleWikitext(title: string, wikitext: string, options: RenderOptions): ArticleWikitext {
  const leadEnd = endOfLead(wikitext);
  const nodes = parseWikitext(wikitext, 0, leadEnd);
  const templates = nodes.filter((node) => node.kind === 'template');
  const categories = readCategories(wikitext, options.namespaces);
  return {
    candidates: infoboxCandidates(wikitext, templates),
    categories,
    extract: readLead(wikitext, leadEnd, nodes, options),
    imageName: firstPicture(wikitext, nodes, options.namespaces),
    continuity: decideContinuity(title, categories, readTopFlags(wikitext, templates)),
    isDisambiguation: isDisambiguation(title, templates),
  };
}

function isDisambiguation(title: string, templates: readonly TemplateNode[]): boolean {
  return title.endsWith('(disambiguation)') || templates.some((node) => /^disambig/i.test(node.name));
}

function firstPicture(source: string, nodes: readonly WikitextNode[], namespaces: Namespaces): string | null {
  for (const node of nodes) {
    if (node.kind !== 'link') continue;
    const target = readTarget(source.slice(node.start + 2, node.pipe < 0 ? node.end - 2 : node.pipe), namespaces);
    const isPicture = target.kind === 'file' && /\.(?:png|jpe?g|gif|webp)$/i.test(target.title);
    if (isPicture) return target.title.replaceAll('_', ' ');
  }
  return null;
}

/** Where the first section ends: the first heading that is not inside a template. */
function endOfLead(wikitext: string): number {
  const limit = Math.min(wikitext.length, LONGEST_LEAD);
  let depth = 0;
  for (let at = 0; at < limit; at++) {
    const code = wikitext.charCodeAt(at);
    if (code === 0x7b && wikitext.charCodeAt(at + 1) === 0x7b) {
      depth++;
      at++;
    } else if (code === 0x7d && wikitext.charCodeAt(at + 1) === 0x7d) {
      if (depth > 0) depth--;
      at++;
    } else if (code === 0x0a && depth === 0 && wikitext.startsWith('\n==', at)) return at;
  }
  return limit;
}
