import { apiUrl, wikiUrl } from '../api/client';
import { usePages } from '../api/pages';
import type { ArticlePage } from '../api/types';
import { Card, GhostCards } from '../parts/card';
import { MoreButton } from '../parts/more-button';
import { ErrorNotice, Notice } from '../parts/notice';
import { go, link, type Route } from '../route';
import { useTitle } from '../title';
import { categoryName, plural } from '../words';

const PAGE = 36;
const ORDERS = [
  ['-links', 'Most linked to'],
  ['title', 'Title, A to Z'],
  ['-title', 'Title, Z to A'],
  ['-updated', 'Changed last'],
] as const;

export function categoryUrl({ universe, category, sort, images }: Extract<Route, { view: 'category' }>): string {
  return wikiUrl([universe, 'articles'], { category, sort, has_image: images || undefined, limit: PAGE });
}

/** A drawer, open: the cards of one category. */
export function CategoryView({ at }: { at: Extract<Route, { view: 'category' }> }) {
  const { universe, category, sort, images } = at;
  useTitle(categoryName(category));
  const url = categoryUrl(at);
  const { first, items, error, hasMore, loading, more } = usePages<ArticlePage, ArticlePage['items'][number]>(
    url,
    (page) => page.items,
    (page) => (page.next_cursor ? apiUrl(url, { cursor: page.next_cursor }) : null),
  );
  return (
    <section>
      <nav class="crumbs" aria-label="Where you are">
        <a href={link.overview(universe)}>Overview</a>
      </nav>
      <div class="drawer-head">
        <div>
          <p class="call-number">Drawer</p>
          <h1>{categoryName(category)}</h1>
          <p class="drawer-sum" role="status">
            {first ? plural(first.total, 'card') : ' '}
          </p>
        </div>
        <form class="drawer-tools" onSubmit={(event) => event.preventDefault()}>
          <label class="field">
            <span>In the order</span>
            <select
              value={sort}
              onChange={(event) => go(link.category(universe, category, event.currentTarget.value, images))}
            >
              {ORDERS.map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={images}
              onChange={(event) => go(link.category(universe, category, sort, event.currentTarget.checked))}
            />
            With a picture
          </label>
        </form>
      </div>
      {error && !first && <ErrorNotice error={error} />}
      {!error && !first && <GhostCards count={12} />}
      {first?.total === 0 && <Notice title="This drawer is empty" />}
      <ul class="cards">
        {items.map((article) => (
          <Card key={article.title} article={article} />
        ))}
      </ul>
      {hasMore && <MoreButton loading={loading} more={more} />}
    </section>
  );
}
