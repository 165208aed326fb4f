import { decideContinuity, readTopFlags, type Continuity } from './continuity';
import { readCategories } from './categories';
import { disambiguationMarks, isDisambiguation, type DisambiguationMarks } from './disambiguation';
import { headingLines } from './headings';
import { imageNameIn } from './image-name';
import { infoboxCandidates, isInfoboxName, type InfoboxCandidate } from './infobox-candidates';
import { readLead } from './lead';
import { readTarget, type Namespaces } from './namespaces';
import { ownPageText } from './page-text';
import { parseWikitext, type WikitextNode } from './parse-wikitext';
import type { RenderOptions } from './render-value';

/** What is read from an article's wikitext in one go; the infobox is chosen later, when all templates are known. */
export interface ArticleWikitext {
  /** What stands in front of the first heading. */
  lead: string;
  /** Templates that may be the infobox, in their order. */
  candidates: InfoboxCandidate[];
  categories: string[];
  extract: string | null;
  /** The first picture of the lead outside templates; null where there is none. */
  imageName: string | null;
  continuity: Continuity | null;
  disambiguation: DisambiguationMarks;
  /** By what is known without the wiki's own list of templates. */
  isDisambiguation: boolean;
}

/** A page longer than this is read to here: MediaWiki takes no more than 2 MB. */
const LONGEST_PAGE = 4_000_000;

/** Reads an article's wikitext. Linear in its size. */
export function readArticleWikitext(title: string, wikitext: string, options: RenderOptions): ArticleWikitext {
  const text = ownPageText(wikitext.slice(0, LONGEST_PAGE), title);
  const nodes = parseWikitext(text);
  const headings = headingLines(text, nodes);
  const leadEnd = headings[0]?.start ?? text.length;
  const templates = nodes.filter((node) => node.kind === 'template');
  const categories = readCategories(text, options.namespaces);
  const candidates = infoboxCandidates(text, nodes, leadEnd);
  const disambiguation = disambiguationMarks(title, text, nodes);
  // A page may begin with a heading.
  const first = headings[0] && { start: headings[0].end, end: headings[1]?.start ?? text.length };
  return {
    lead: text.slice(0, leadEnd),
    candidates,
    categories,
    extract:
      readLead(title, text, { start: 0, end: leadEnd }, nodes, options) ??
      (first ? readLead(title, text, first, nodes, options) : null),
    imageName: firstPicture(text, leadEnd, nodes, options.namespaces),
    continuity: decideContinuity(title, categories, readTopFlags(text, templates)),
    disambiguation,
    isDisambiguation: isDisambiguation(
      disambiguation,
      candidates.some(({ name }) => isInfoboxName(name)),
      new Set(),
    ),
  };
}

function firstPicture(
  source: string,
  leadEnd: number,
  nodes: readonly WikitextNode[],
  namespaces: Namespaces,
): string | null {
  for (const node of nodes) {
    if (node.start >= leadEnd) break;
    if (node.kind !== 'link') continue;
    const target = source.slice(node.start + 2, node.pipe < 0 ? node.end - 2 : node.pipe);
    if (readTarget(target, namespaces).kind === 'file') return imageNameIn(`[[${target}]]`, namespaces);
  }
  return null;
}
