import type { UniverseView } from '../../../catalogue/universe-view';
import { html, type Html } from '../html';
import { brightestOf } from '../../../universe/brightest';
import { categoryAddress, universeAddress } from '../../../universe/page-address';
import type { View } from '../page-html';
import { cardsOf } from './cards';
import { categoryName, count, licenceLine } from './words';

const BRIGHTEST = 12;

/** A universe: its categories, and the articles that most others link to. */
export function overview(view: UniverseView): View {
  const { universe, directory, definition } = view;
  const { categories, articles, licence } = directory.info;
  const filled = categories.filter((category) => category.articles > 0);
  const sum = `${count(articles)} ${articles === 1 ? 'article' : 'articles'} in ${filled.length} drawers`;
  const brightest = brightestIn(view);
  const picture = brightest[0];
  return {
    title: definition.name,
    description: `${definition.name}: ${sum}, kept near the game.`,
    address: universeAddress(universe),
    kind: 'website',
    picture: picture === undefined ? null : `api/v1/wiki/${universe}/picture/${pictureName(view, picture)}?w=800`,
    main: html`<section class="overview">
        <div class="overview-head">
          <p class="call-number">A catalogue of</p>
          <h1 dir="auto">${definition.name}</h1>
          <p class="overview-sum">${sum}</p>
        </div>
        <div class="overview-index">
          <ul class="drawers">
            ${filled.map((category) => drawer(universe, category))}
          </ul>
        </div>
      </section>
      <section aria-labelledby="brightest">
        <h2 id="brightest">Brightest stars</h2>
        <p class="section-text">The articles to which most others lead.</p>
        ${cardsOf(view, brightest)}
      </section>
      <footer class="licence">${licenceLine(licence)}</footer>`,
  };
}

function brightestIn({ directory }: UniverseView): number[] {
  // More than are shown, for some are of the real world or have a picture that is there already.
  const { ordinals } = directory.list.list({ sort: '-links', hasImage: true, limit: BRIGHTEST * 4 });
  const articles = Array.from(ordinals, (ordinal) => ({
    ordinal,
    category: directory.category(ordinal),
    image_url: directory.imageUrl(ordinal),
  }));
  return brightestOf(articles, BRIGHTEST).map(({ ordinal }) => ordinal);
}

function drawer(universe: string, { name, articles }: { name: string; articles: number }): Html {
  return html`<li>
    <a class="drawer" href="${categoryAddress(universe, name)}"
      ><span class="drawer-plate"
        ><span class="drawer-name">${categoryName(name)}</span>
        <span class="drawer-count">${count(articles)}</span></span
      ></a
    >
  </li>`;
}

/** What the picture of an article is called. */
export function pictureName({ directory }: UniverseView, ordinal: number): string {
  return `${encodeURIComponent(directory.title(ordinal))}.jpg`;
}
