import { readSections, type SectionsQuery } from '../article-text';
import { ordinalOf, type InTurn } from '../asked-article';
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
  const [read, [card]] = await Promise.all([readSections(view, ordinal, query), view.cards([ordinal])]);
  return JSON.stringify({
    id: directory.id(ordinal),
    title: directory.title(ordinal),
    category: directory.category(ordinal),
    source_url: card?.sourceUrl ?? null,
    licence: directory.info.licence,
    sections: read.sections.map(({ index, level, heading, anchor, bytes, text }) => {
      return { index, level, heading, anchor, bytes, text };
    }),
    gallery: read.gallery,
    truncated: read.truncated,
    next_section: read.nextSection,
  });
}
