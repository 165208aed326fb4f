import { useEffect, useState } from 'preact/hooks';
import { OUT_OF_UNIVERSE } from '../../../src/universe/categories';
import { CARD_MEMBERS } from './card-members';
import { fetchJson, wikiUrl } from './client';
import type { Article, ArticlePage } from './types';

/** Of each category. */
const PER_CATEGORY = 4;

/** The articles of every category of the universe that most others link to, the brightest of each first, then the second ones. */
export function useBrightest(universe: string, categories: readonly string[]): Article[] {
  const [stars, setStars] = useState<Article[]>([]);
  const names = categories.filter((name) => !OUT_OF_UNIVERSE.has(name)).join(',');
  useEffect(() => {
    const abort = new AbortController();
    const ask = (category: string) =>
      fetchJson<ArticlePage>(
        wikiUrl([universe, 'articles'], { category, sort: '-links', limit: PER_CATEGORY, fields: CARD_MEMBERS }),
        { signal: abort.signal },
      );
    setStars([]);
    Promise.all(names === '' ? [] : names.split(',').map(ask))
      .then((pages) => {
        const ranks = Array.from({ length: PER_CATEGORY }, (_, rank) =>
          pages.flatMap((page) => page.items[rank] ?? []),
        );
        setStars(ranks.flat());
      })
      // A chart without its bright stars is still a chart.
      .catch(() => undefined);
    return () => abort.abort();
  }, [universe, names]);
  return stars;
}
