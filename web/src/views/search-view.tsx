import { useEffect } from 'preact/hooks';
import { apiUrl, wikiUrl } from '../api/client';
import { usePages } from '../api/pages';
import { useResource } from '../api/resource';
import type { SearchPage, SearchResult, Summary } from '../api/types';
import { shownList } from '../came-from';
import { Card, GhostCards } from '../parts/card';
import { MoreButton } from '../parts/more-button';
import { ErrorNotice, Notice } from '../parts/notice';
import { go, link, type Route } from '../route';
import { useTitle } from '../title';
import { categoryName, plural } from '../words';

const PAGE = 30;

/** All that a search found, best first. */
export function SearchView({ at }: { at: Extract<Route, { view: 'search' }> }) {
  const { universe, query, category } = at;
  useTitle(query ? `“${query}”` : 'Search');
  const url = query ? wikiUrl([universe, 'search'], { q: query, in: 'all', category, limit: PAGE }) : null;
  const summary = useResource<Summary>(wikiUrl(['canon', 'summary'], { universe }));
  const { first, items, error, hasMore, loading, more } = usePages<SearchPage, SearchResult>(
    url,
    (page) => page.results,
    (page, seen) => (url && seen < page.total && page.results.length > 0 ? apiUrl(url, { offset: seen }) : null),
  );
  const total = first?.total ?? 0;
  useEffect(() => {
    if (items.length === 0) return;
    const address = link.search(universe, query, category);
    shownList.value = { universe, name: `“${query}”`, address, total, entries: items };
  }, [url, items.length, total]);
  return (
    <section>
      <nav class="crumbs" aria-label="Where you are">
        <a href={link.overview(universe)}>Overview</a>
      </nav>
      <div class="drawer-head">
        <div>
          <p class="call-number">Search</p>
          <h1 dir="auto">{query ? `“${query}”` : 'What are you looking for?'}</h1>
          <p class="drawer-sum" role="status">
            {first ? `${plural(first.total, 'card')}${first.total > 0 ? ', the best first' : ''}` : ' '}
          </p>
        </div>
        <form class="drawer-tools" onSubmit={(event) => event.preventDefault()}>
          <label class="field">
            <span>In the drawer</span>
            <select value={category} onChange={(event) => go(link.search(universe, query, event.currentTarget.value))}>
              <option value="">Every drawer</option>
              {Object.keys(summary.data?.categories ?? {}).map((name) => (
                <option key={name} value={name}>
                  {categoryName(name)}
                </option>
              ))}
            </select>
          </label>
        </form>
      </div>
      {error && !first && <ErrorNotice error={error} />}
      {url && !error && !first && <GhostCards count={9} />}
      {first?.total === 0 && (
        <Notice title="No card by that name">
          <p>Try fewer letters, another spelling, or one of the categories of the overview.</p>
        </Notice>
      )}
      <ul class="cards">
        {items.map((result) => (
          <Card key={result.title} article={result} />
        ))}
      </ul>
      {hasMore && <MoreButton loading={loading} more={more} shown={items.length} total={total} />}
    </section>
  );
}
