import { useMemo, useState } from 'preact/hooks';
import { brightestOf } from '../../../src/universe/brightest';
import { fetchJson, wikiUrl } from '../api/client';
import { CARD_MEMBERS } from '../api/card-members';
import { useResource } from '../api/resource';
import { useBrightest } from '../api/brightest';
import type { Article, ArticlePage, Summary, Universe } from '../api/types';
import { Card, GhostCards } from '../parts/card';
import { Planisphere } from '../parts/planisphere';
import { go, link } from '../route';
import { useTitle } from '../title';
import { LicenceLine } from '../parts/licence-line';
import { categoryName, compact, count, plural } from '../words';

const SHOWN = 12;
const BUNDLED = 'demo';

export const summaryUrl = (universe: string) => wikiUrl(['canon', 'summary'], { universe });

export const brightestUrl = (universe: string) =>
  wikiUrl([universe, 'articles'], { sort: '-links', has_image: true, limit: SHOWN * 4, fields: CARD_MEMBERS });

async function drawCard(universe: string): Promise<void> {
  const article = await fetchJson<Article>(wikiUrl([universe, 'random'], { has_image: true }));
  go(link.article(universe, article.title, '', article.category));
}

/** The universe as a star chart and as a chest of drawers. */
export function OverviewView({ universe }: { universe: Universe }) {
  useTitle(universe.name);
  const [active, setActive] = useState<string | null>(null);
  const summary = useResource<Summary>(summaryUrl(universe.id));
  const categories = useMemo(
    () => Object.entries(summary.data?.categories ?? {}).filter(([, articles]) => articles > 0),
    [summary.data],
  );
  const stars = useBrightest(
    universe.id,
    categories.map(([category]) => category),
  );
  const shown = useResource<ArticlePage>(brightestUrl(universe.id));
  // What stands below the drawers comes when their number is known, so that it is not pushed down by them.
  const isLaidOut = summary.data !== null || summary.error !== null;
  const pictured = brightestOf(shown.data?.items ?? [], SHOWN);
  return (
    <>
      <section class="overview">
        <div class="overview-chart">
          <Planisphere
            universe={universe.id}
            categories={categories}
            stars={stars}
            active={active}
            onActive={setActive}
          />
        </div>
        <div class="overview-head">
          <p class="call-number">A catalogue of</p>
          <h1 dir="auto">{universe.name}</h1>
          <p class="overview-sum">
            {plural(summary.data?.total_items ?? universe.articles, 'article')} in {plural(categories.length, 'drawer')}
            {universe.stale && universe.id !== BUNDLED && ' · read a while ago'}
          </p>
        </div>
        <div class="overview-index">
          <ul class="drawers">
            {categories.map(([category, articles]) => (
              <li key={category}>
                <a
                  class={`drawer${active === category ? ' is-active' : ''}`}
                  href={link.category(universe.id, category)}
                  onMouseEnter={() => setActive(category)}
                  onMouseLeave={() => setActive(null)}
                  onFocus={() => setActive(category)}
                  onBlur={() => setActive(null)}
                >
                  <span class="drawer-plate">
                    <span class="drawer-name">{categoryName(category)}</span>
                    <span class="drawer-count" title={count(articles)}>
                      {articles < 100_000 ? count(articles) : compact(articles)}
                    </span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          {isLaidOut && (
            <p class="overview-actions">
              <button class="button" type="button" onClick={() => void drawCard(universe.id)}>
                Draw a card
              </button>
              <a class="button is-quiet" href={link.places(universe.id)}>
                Walk the places
              </a>
            </p>
          )}
        </div>
      </section>
      {isLaidOut && (
        <>
          <section aria-labelledby="brightest">
            <h2 id="brightest">Brightest stars</h2>
            <p class="section-text">The articles to which most others lead.</p>
            {pictured.length === 0 && !shown.data && <GhostCards count={SHOWN} />}
            {shown.data && (
              <ul class="cards">
                {(pictured.length > 0 ? pictured : brightestOf(stars, SHOWN)).map((article) => (
                  <Card key={article.title} article={article} />
                ))}
              </ul>
            )}
          </section>
          <footer class="licence">
            <LicenceLine licence={universe.licence} />
          </footer>
        </>
      )}
    </>
  );
}
