import type { UniverseView } from '../../../catalogue/universe-view';
import type { Problem } from '../../../problem/problem';
import { html, type Content } from '../html';
import { matchReason } from '../../../universe/match-reason';
import { ANY_CATEGORY, articleAddress, categoryAddress, SEARCH, universeAddress } from '../../../universe/page-address';
import type { View } from '../page-html';
import { cardsOf } from './cards';
import { categoryName, count } from './words';

const RESULTS = 30;

/** What a search finds in names. */
export function search(view: UniverseView, q: string): View {
  const { universe, directory, definition } = view;
  const { hits, total } = q.trim() === '' ? { hits: [], total: 0 } : directory.search.search(q, { limit: RESULTS });
  return {
    title: q === '' ? 'Search' : `“${q}”`,
    description: `Search in ${definition.name}.`,
    address: null,
    kind: 'website',
    main: html`<section>
      <nav class="crumbs" aria-label="Where you are"><a href="${universeAddress(universe)}">Overview</a></nav>
      <p class="call-number">Search</p>
      <h1 dir="auto">${q === '' ? 'What are you looking for?' : `“${q}”`}</h1>
      ${q !== '' && html`<p class="drawer-sum">${count(total)} ${total === 1 ? 'card' : 'cards'}</p>`}
      <noscript>
        <form action="${universeAddress(universe)}/search">
          <label class="field"><span>Search the catalogue</span><input name="q" value="${q}" /></label>
          <button class="button">Search</button>
        </form>
      </noscript>
      ${cardsOf(
        view,
        hits.map(({ ordinal }) => ordinal),
        hits.map(matchReason),
      )}
    </section>`,
  };
}

/** A view that only the script draws. */
export function drawnByScript(title: string, description: string, more: Content = null): View {
  const main = html`<h1>${title}</h1>
    <noscript>
      <p>This view needs JavaScript. The API does not: see <a href="docs">its documentation</a>.</p>
    </noscript>
    ${more}`;
  return { title, description, address: null, kind: 'website', main };
}

/** What stands where a page would, in words, with where else one may go. */
export function problemView(problem: Problem, universe: string, retryAfterSeconds: number | undefined): View {
  const isThere = problem.status !== 404;
  const waits = problem.code === 'DATA_NOT_READY';
  const title = waits ? 'Not ready yet' : isThere ? 'That did not work' : 'Not in this catalogue';
  const hasUniverse = !isThere && problem.code !== 'UNKNOWN_UNIVERSE';
  const others = otherPlaces(problem, universe);
  return {
    title,
    description: problem.detail,
    address: null,
    kind: 'website',
    // The script asks again by itself.
    head:
      isThere &&
      retryAfterSeconds !== undefined &&
      html`<noscript><meta http-equiv="refresh" content="${Math.ceil(retryAfterSeconds)}" /></noscript>`,
    main: html`<section>
      <nav class="crumbs" aria-label="Where you are">
        <a href="${hasUniverse ? universeAddress(universe) : './'}">Overview</a>
        ${hasUniverse && html`<a href="${categoryAddress(universe, SEARCH)}">Search</a>`}
      </nav>
      <h1>${title}</h1>
      <div class="notice" role="status"><p class="notice-text">${problem.detail}</p></div>
      ${
        others.length > 0 &&
        html`<h2>Perhaps one of these</h2>
          <ul class="link-list">
            ${others.map(([address, name]) => html`<li><a href="${address}" dir="auto">${name}</a></li>`)}
          </ul>`
      }
    </section>`,
  };
}

/** The near articles, the categories or the universes that there are: address and name. */
function otherPlaces({ extra }: Problem, universe: string): [address: string, name: string][] {
  const { suggestions, categories, universes } = extra as {
    suggestions?: { title: string; category?: string }[];
    categories?: string[];
    universes?: string[];
  };
  if (universes) return universes.map((id) => [universeAddress(id), categoryName(id)]);
  if (categories) return categories.map((name) => [categoryAddress(universe, name), categoryName(name)]);
  return (suggestions ?? []).map(({ title, category = ANY_CATEGORY }) => [
    articleAddress(universe, category, title),
    title,
  ]);
}
