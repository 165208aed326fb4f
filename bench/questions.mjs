// What the benchmarks ask: as many different questions of each kind as the articles yield.
const WIKI = '/api/v1/wiki';
const PAGE = 5000;
const MOST = 40_000;

/** Kinds of questions, each with its paths, none twice. */
export async function questionsOf(url, universe) {
  const get = async (path) => (await fetch(url + path)).json();
  const articles = await titlesOf(get, universe);
  const titles = articles.map(({ title }) => title);
  const planets = articles.filter(({ category }) => category === 'planets').length;
  const one = ({ category, title }) => `${WIKI}/${universe}/${category}/${encodeURIComponent(title)}`;
  return {
    '100 planets': planetPages(universe, planets),
    'one article': shuffled(articles).map(one),
    search: queries(titles).map((q) => `${WIKI}/${universe}/search?q=${encodeURIComponent(q)}`),
    suggest: beginnings(titles).map((q) => `${WIKI}/${universe}/suggest?q=${encodeURIComponent(q)}`),
    // There is one answer to it; only the address differs.
    counts: Array.from({ length: MOST }, (_, i) => `${WIKI}/canon/summary?universe=${universe}&n=${i}`),
  };
}

/** The first articles of a universe, of every category. */
export async function titlesOf(get, universe) {
  const { categories } = await get(`${WIKI}/canon/summary?universe=${universe}`);
  const articles = [];
  for (const category of namesOf(categories)) {
    for (let offset = 0; articles.length < MOST; offset += PAGE) {
      const path = `${WIKI}/canon/category/${category}?universe=${universe}&limit=${PAGE}&offset=${offset}`;
      const { items } = await get(path);
      articles.push(...items.map((item) => ({ category, title: item.title ?? item })));
      if (items.length < PAGE) break;
    }
  }
  return articles;
}

function namesOf(categories) {
  return Array.isArray(categories) ? categories.map(({ name }) => name) : Object.keys(categories);
}

function planetPages(universe, planets) {
  const starts = Math.max(1, planets - 100);
  return Array.from({ length: Math.min(MOST, starts * 8) }, (_, i) => {
    const [offset, limit] = [i % starts, 100 - Math.floor(i / starts)];
    return `${WIKI}/locations/planets?universe=${universe}&limit=${limit}&offset=${offset}`;
  });
}

/** Words of titles, and pairs of neighbours. */
export function queries(titles) {
  const found = new Set();
  for (const title of titles) {
    const words = title.split(/\s+/).filter((word) => word.length > 2);
    for (const [i, word] of words.entries()) {
      found.add(word);
      if (words[i + 1]) found.add(`${word} ${words[i + 1]}`);
    }
  }
  return shuffled([...found]).slice(0, MOST);
}

/** What somebody has typed of a title so far. */
export function beginnings(titles) {
  const found = new Set();
  for (const title of titles) for (let length = 2; length <= 9; length++) found.add(title.slice(0, length).trim());
  return shuffled([...found].filter((text) => text.length > 1)).slice(0, MOST);
}

/** The same order in every run. */
export function shuffled(values) {
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  return values
    .map((value) => [next(), value])
    .sort((a, b) => a[0] - b[0])
    .map(([, value]) => value);
}

/** Takes the paths of a list in turn, never one twice: after the last they differ by a parameter of no meaning. */
export class Supply {
  round = 0;
  at = 0;

  constructor(paths) {
    this.paths = paths;
  }

  take(count) {
    return Array.from({ length: count }, () => {
      if (this.at === this.paths.length) {
        this.at = 0;
        this.round++;
      }
      const path = this.paths[this.at++];
      return this.round === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}round=${this.round}`;
    });
  }
}
