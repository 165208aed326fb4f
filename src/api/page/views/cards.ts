import type { UniverseView } from '../../../catalogue/universe-view';
import { html, type Html } from '../html';
import { articleAddress } from '../../../universe/page-address';
import { categoryName } from './words';

/** Articles as the cards of the catalogue, each with why it was found where that is told. */
export function cardsOf(
  view: UniverseView,
  ordinals: ArrayLike<number>,
  reasons: readonly (string | undefined)[] = [],
): Html {
  return html`<ul class="cards">
    ${Array.from(ordinals, (ordinal, index) => cardOf(view, ordinal, reasons[index]))}
  </ul>`;
}

function cardOf({ universe, directory }: UniverseView, ordinal: number, reason: string | undefined): Html {
  const title = directory.title(ordinal);
  const category = directory.category(ordinal);
  const image = directory.imageUrl(ordinal);
  const summary = directory.summary(ordinal);
  return html`<li class="card">
    <a class="card-link" href="${articleAddress(universe, category, title)}"
      ><span class="picture is-shown"
        >${image !== null && html`<img class="picture-real" src="${proxied(image, 128)}" alt="" loading="lazy" />`}</span
      ><span class="card-text"
        ><span class="call-number"
          >${categoryName(category)}${reason !== undefined && html` <em>&mdash; ${reason}</em>`}</span
        >
        <span class="card-title" dir="auto">${title}</span>
        ${summary !== '' && html`<span class="card-description" dir="auto">${summary}</span>`}</span
      ></a
    >
  </li>`;
}

/** A picture through the service's own proxy: the page's policy allows no other. */
export function proxied(url: string, width: 128 | 400): string {
  return `api/v1/wiki/image-proxy?url=${encodeURIComponent(url)}&w=${width}`;
}
