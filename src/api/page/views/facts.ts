import type { UniverseView } from '../../../catalogue/universe-view';
import type { ArticleBody, InfoboxField, InfoboxLink } from '../../../universe/article';
import { html, type Content } from '../html';
import { articleAddress } from '../../../universe/page-address';
import { categoryName } from './words';
import { linkedPieces } from '../../../universe/linked-pieces';
import { webAddress } from '../../../universe/web-address';

const MAX_FIELDS = 100;
const MAX_VALUES = 12;
/** Longer values are shown without links, and more links of a field are left out: finding their places takes time. */
const MAX_LINKED_CHARACTERS = 2000;
const MAX_LINKS = 200;

/** What the infobox says, line by line; nothing where there is none. */
export function factsOf(view: UniverseView, ordinal: number, { infobox, sourceUrl }: ArticleBody): Content {
  const title = view.directory.title(ordinal);
  const fields = infobox?.fields.filter(({ values }) => values.some((value) => value !== title)) ?? [];
  if (fields.length === 0) return null;
  return html`<div class="facts">
    ${infobox?.type && html`<h2 class="small-head">${categoryName(infobox.type)}</h2>`}
    <dl>${fields.slice(0, MAX_FIELDS).map((field) => factOf(view, field, sourceUrl))}</dl>
  </div>`;
}

function factOf(view: UniverseView, { label, values, links }: InfoboxField, sourceUrl: string | null): Content {
  const more = values.length - MAX_VALUES;
  return html`<div class="fact">
    <dt>${label || 'Also'}</dt>
    ${values
      .slice(0, MAX_VALUES)
      .map((value) => html`<dd dir="auto">${linked(value, links, (link) => addressOf(view, link, sourceUrl))}</dd>`)}
    ${more > 0 && html`<dd>and ${more} more</dd>`}
  </div>`;
}

/** A value with its links in their places. */
function linked(
  value: string,
  links: readonly InfoboxLink[],
  addressOfLink: (link: InfoboxLink) => string | null,
): Content[] {
  const placed = value.length > MAX_LINKED_CHARACTERS ? [] : links.slice(0, MAX_LINKS);
  return linkedPieces(value, placed).map(({ text, link }) => {
    const address = link && addressOfLink(link);
    return address === null ? text : html`<a href="${address}">${text}</a>`;
  });
}

/** Of the article that it leads to, else of the wiki's page. */
function addressOf({ universe, directory }: UniverseView, { href }: InfoboxLink, base: string | null): string | null {
  const ordinal = directory.findLinked(href);
  if (ordinal < 0) return webAddress(href, base);
  return articleAddress(universe, directory.category(ordinal), directory.title(ordinal));
}
