import { readSections, type SectionsQuery } from '../article-text';
import { ordinalOf, type InTurn } from '../asked-article';
import { numberOf } from '../asked-category';
import { readPassages } from '../passages';
import type { TextFormat } from '../article-text';
import type { UniverseView } from '../universe-view';

/** Sections of an article's text. Throws Problem ARTICLE_NOT_FOUND, SECTION_NOT_FOUND or ARTICLE_DAMAGED. */
export async function articleSections(
  view: UniverseView,
  title: string,
  query: SectionsQuery,
  inTurn: InTurn,
): Promise<string> {
  const { directory } = view;
  const ordinal = await ordinalOf(view, title, inTurn);
  const read = await readSections(view, ordinal, query);
  return JSON.stringify({
    id: directory.id(ordinal),
    title: directory.title(ordinal),
    category: directory.category(ordinal),
    source_url: read.sourceUrl,
    licence: directory.info.licence,
    sections: read.sections.map(({ index, level, heading, anchor, bytes, text }) => {
      return { index, level, heading, anchor, bytes, text };
    }),
    gallery: read.gallery,
    truncated: read.truncated,
    next_section: read.nextSection,
  });
}

export interface AskedPassages {
  q: string;
  category?: string | undefined;
  title?: string | undefined;
  limit: number;
  budget_tokens?: number | undefined;
  format: TextFormat;
}

/** The passages that answer a question best, with what is needed to cite them. Throws Problem ARTICLE_NOT_FOUND. */
export async function passages(view: UniverseView, query: AskedPassages, inTurn: InTurn): Promise<string> {
  const { directory, universe } = view;
  const { q, limit, format } = query;
  const article = query.title === undefined ? undefined : await ordinalOf(view, query.title, inTurn);
  const category = numberOf(view, query.category);
  const found = await readPassages(view, { q, category, article, limit, budgetTokens: query.budget_tokens, format });
  return JSON.stringify({
    universe,
    query: q,
    total: found.total,
    tokens: found.tokens,
    passages: found.passages.map(({ ordinal, heading, anchor, text, score, tokens, sourceUrl }) => ({
      title: directory.title(ordinal),
      category: directory.category(ordinal),
      heading,
      anchor,
      text,
      score,
      tokens,
      source_url: sourceUrl,
      licence: directory.info.licence,
    })),
  });
}
