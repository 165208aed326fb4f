import type { UniverseView } from '../../catalogue/universe-view';
import type { ReadableText } from '../../dataset/text-pack';
import type { ArticleBody } from '../../universe/article';
import { creditHtml, factsHtml, pictureHtml } from './article-html';
import { pageId, type JournalPage } from './foundry-documents';
import { htmlText, webLink } from './foundry-html';
import { markdownHtml, type UuidOf } from './markdown-html';

/** Longer texts end with a link to the article's own page. */
const MAX_PAGES = 150;
const MAX_TEXT_BYTES = 1_000_000;

/** What an article's pages are made with. */
export interface PageSurroundings {
  view: UniverseView;
  uuidOf: UuidOf;
  /** Path of the picture in the module; null where there is none. */
  pictureOf: (ordinal: number) => string | null;
}

/** Ids of an article's pages: the first, then one for each section that has a heading, as many as are taken. */
export function pageIdsOf(view: UniverseView, ordinal: number, text: ReadableText | null): string[] {
  const article = view.directory.id(ordinal);
  const ids = [pageId(view.universe, article, null)];
  for (const index of takenSections(text)) {
    const { anchor } = text!.sections[index]!;
    ids.push(pageId(view.universe, article, anchor === '' ? String(index) : `#${anchor}`));
  }
  return ids;
}

/** The pages of an article: picture, facts and lead, then its sections; each says whose work it is. */
export function pagesOf(
  around: PageSurroundings,
  ordinal: number,
  body: ArticleBody,
  text: ReadableText | null,
): JournalPage[] {
  const { view } = around;
  const ids = pageIdsOf(view, ordinal, text);
  const taken = takenSections(text);
  const credit = creditHtml(view, body.sourceUrl);
  const isWhole = !text || taken.length === text.sections.length - 1;
  const more = isWhole ? '' : `<p><em>${webLink(body.sourceUrl, htmlText('More at the wiki'))}</em></p>`;
  const bodies = [firstPage(around, ordinal, body, text), ...taken.map((index) => sectionHtml(around, text!, index))];
  return bodies.map((html, place) => {
    const section = place === 0 ? null : text!.sections[taken[place - 1]!]!;
    return {
      id: ids[place]!,
      title: section ? section.heading : view.directory.title(ordinal),
      level: section ? section.level - 1 : 1,
      place,
      html: [html, place === bodies.length - 1 ? more : '', credit].filter((part) => part !== '').join('\n'),
    };
  });
}

/** Indexes of the sections behind the lead that get a page. */
function takenSections(text: ReadableText | null): number[] {
  const sections = text?.sections ?? [];
  const taken: number[] = [];
  for (const [index, { end }] of sections.entries()) {
    if (index === 0) continue;
    if (taken.length >= MAX_PAGES || end > MAX_TEXT_BYTES) break;
    taken.push(index);
  }
  return taken;
}

function firstPage(
  { view, uuidOf, pictureOf }: PageSurroundings,
  ordinal: number,
  body: ArticleBody,
  text: ReadableText | null,
): string {
  const picture = pictureOf(ordinal);
  const lead = text?.sections[0];
  const { description } = body.content;
  const parts = [
    picture === null ? '' : pictureHtml(picture),
    lead && text && lead.end <= MAX_TEXT_BYTES ? sectionHtml({ view, uuidOf, pictureOf }, text, 0) : '',
    !lead && typeof description === 'string' && description.trim() !== '' ? `<p>${htmlText(description)}</p>` : '',
    factsHtml(body, uuidOf),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function sectionHtml({ uuidOf }: PageSurroundings, text: ReadableText, index: number): string {
  const { start, end } = text.sections[index]!;
  return markdownHtml(text.read(start, end).toString(), uuidOf);
}
