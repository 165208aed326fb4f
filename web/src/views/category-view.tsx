import { useEffect } from 'preact/hooks';
import { apiUrl, wikiUrl } from '../api/client';
import { CARD_MEMBERS } from '../api/card-members';
import { usePages } from '../api/pages';
import type { ArticlePage } from '../api/types';
import { shownList } from '../came-from';
import { Card, GhostCards, Tile } from '../parts/card';
import { FacetFilters } from '../parts/facet-filters';
import { MoreButton } from '../parts/more-button';
import { ErrorNotice, Notice } from '../parts/notice';
import { go, link, type CategoryChoice, type Route } from '../route';
import { useTitle } from '../title';
import { categoryName, plural } from '../words';

type CategoryRoute = Extract<Route, { view: 'category' }>;

const PAGE = 36;
const ORDERS = [
  ['-links', 'Most linked to'],
  ['title', 'Title, A to Z'],
  ['-title', 'Title, Z to A'],
  ['-updated', 'Changed last'],
] as const;

export function categoryUrl({ universe, category, sort, images, filters }: CategoryRoute): string {
  return wikiUrl([universe, 'articles'], {
    category,
    sort,
    has_image: images || undefined,
    where: filters.map(([field, value]) => `${field}:${value}`),
    fields: CARD_MEMBERS,
    limit: PAGE,
  });
}

/** A drawer, open: the cards of one category. */
export function CategoryView({ at }: { at: CategoryRoute }) {
  const { universe, category, sort, images, gallery, filters } = at;
  useTitle(categoryName(category));
  const url = categoryUrl(at);
  const { first, items, error, hasMore, loading, more } = usePages<ArticlePage, ArticlePage['items'][number]>(
    url,
    (page) => page.items,
    (page) => (page.next_cursor ? apiUrl(url, { cursor: page.next_cursor }) : null),
  );
  const choose = (choice: Partial<CategoryChoice>) => go(link.category(universe, category, { ...at, ...choice }));
  const total = first?.total ?? 0;
  useEffect(() => {
    if (items.length === 0) return;
    const address = link.category(universe, category, at);
    shownList.value = { universe, name: categoryName(category), address, total, entries: items };
  }, [url, items.length, total]);
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
            <select value={sort} onChange={(event) => choose({ sort: event.currentTarget.value })}>
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
              onChange={(event) => choose({ images: event.currentTarget.checked })}
            />
            With a picture
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={gallery}
              onChange={(event) => choose({ gallery: event.currentTarget.checked })}
            />
            As a gallery
          </label>
        </form>
        <FacetFilters
          universe={universe}
          category={category}
          filters={filters}
          onChange={(chosen) => choose({ filters: chosen })}
        />
      </div>
      {error && !first && <ErrorNotice error={error} />}
      {!error && !first && <GhostCards count={12} />}
      {first?.total === 0 && (
        <Notice title={filters.length > 0 || images ? 'No card is like that' : 'This drawer is empty'} />
      )}
      <ul class={gallery ? 'tiles' : 'cards'}>
        {items.map((article) =>
          gallery ? <Tile key={article.title} article={article} /> : <Card key={article.title} article={article} />,
        )}
      </ul>
      {hasMore && <MoreButton loading={loading} more={more} shown={items.length} total={total} />}
    </section>
  );
}
