import { apiUrl, wikiUrl } from '../api/client';
import { usePages } from '../api/pages';
import { useResource } from '../api/resource';
import type { LinkedArticle, LinkPage } from '../api/types';
import { link } from '../route';
import { count } from '../words';
import { Tile } from './card';

/** As many as the server gives at once. */
const MOST = 200;
const SHOWN = 24;
const RELATED = 6;

interface Subject {
  universe: string;
  title: string;
}

/** The articles that lead here, and those among them to which this one leads back. */
export function LinkedArticles({ universe, title }: Subject) {
  const urlOf = (direction: string, limit: number) => wikiUrl([universe, 'links', title], { direction, limit });
  const url = urlOf('in', SHOWN);
  const { first, items, hasMore, loading, more } = usePages<LinkPage, LinkedArticle>(
    url,
    (page) => page.items,
    (page) => (page.next_cursor ? apiUrl(urlOf('in', MOST), { cursor: page.next_cursor }) : null),
  );
  const out = useResource<LinkPage>(urlOf('out', MOST));
  if (!first || first.total === 0) return null;
  const led = new Set(out.data?.items.map((one) => one.title));
  const related = items.filter((one) => led.has(one.title)).slice(0, RELATED);
  return (
    <>
      {related.length > 0 && <Related universe={universe} articles={related} />}
      <section class="linked" aria-labelledby="linked">
        <h2 id="linked" class="text-head">
          What links here <span class="call-number">{count(first.total)}</span>
        </h2>
        <ul class="link-columns">
          {items.map((one) => (
            <li key={one.title}>
              <a href={link.article(universe, one.title, '', one.category)} dir="auto">
                {one.title}
              </a>
              {one.fields.length > 0 && <span class="call-number">{one.fields.map(fieldName).join(', ')}</span>}
            </li>
          ))}
        </ul>
        {hasMore && (
          <p>
            <button class="text-button" type="button" onClick={more} aria-disabled={loading}>
              More
            </button>{' '}
            <span class="note">
              {count(items.length)} of {count(first.total)} shown
            </span>
          </p>
        )}
      </section>
    </>
  );
}

function Related({ universe, articles }: { universe: string; articles: LinkedArticle[] }) {
  return (
    <section class="related" aria-labelledby="related">
      <h2 id="related" class="text-head">
        Related
      </h2>
      <ul class="tiles">
        {articles.map((article) => (
          <Tile key={article.title} article={{ ...article, universe }} />
        ))}
      </ul>
    </section>
  );
}

function fieldName(field: string): string {
  return field.replaceAll('_', ' ');
}
