import type { AskedCategory } from '../../../catalogue/asked-category';
import { orBadCursor } from '../../../catalogue/asked-cursor';
import type { UniverseView } from '../../../catalogue/universe-view';
import { html } from '../html';
import { categoryAddress, universeAddress } from '../../../universe/page-address';
import type { View } from '../page-html';
import { cardsOf } from './cards';
import { pictureName } from './overview';
import { categoryName, count } from './words';

const PAGE = 36;

/** A category: its articles page by page, the most linked to first. Throws Problem BAD_PARAMETER for a bad cursor. */
export function category(view: UniverseView, { name, number }: AskedCategory, cursor: string | undefined): View {
  const { universe, directory, definition } = view;
  const { ordinals, total, next } =
    number < 0
      ? { ordinals: [], total: 0, next: null }
      : orBadCursor(() => directory.list.list({ categories: [number], sort: '-links', after: cursor, limit: PAGE }));
  const address = categoryAddress(universe, name);
  const pictured = ordinals.find((ordinal) => directory.imageUrl(ordinal) !== null);
  const sum = `${count(total)} ${total === 1 ? 'card' : 'cards'}`;
  return {
    title: `${categoryName(name)} of ${definition.name}`,
    description: `${sum} of ${definition.name} under ${categoryName(name)}, the most linked to first.`,
    address,
    kind: 'website',
    picture: pictured === undefined ? null : `api/v1/wiki/${universe}/picture/${pictureName(view, pictured)}?w=800`,
    main: html`<section>
      <nav class="crumbs" aria-label="Where you are"><a href="${universeAddress(universe)}">Overview</a></nav>
      <div class="drawer-head">
        <div>
          <p class="call-number">Drawer</p>
          <h1>${categoryName(name)}</h1>
          <p class="drawer-sum">${sum}</p>
        </div>
      </div>
      ${total === 0 && html`<div class="notice"><p class="notice-title">This drawer is empty</p></div>`}
      ${cardsOf(view, ordinals)}
      ${
        next !== null &&
        html`<p class="more">
          <a class="button is-quiet" rel="next" href="${address}?cursor=${encodeURIComponent(next)}">More</a>
        </p>`
      }
    </section>`,
  };
}
