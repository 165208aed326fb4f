import { MOST_ADDRESSES, partsOf, robotsText, sitemapIndex, sitemapPart } from './sitemap';

const SITE = 'https://lore.example/wiki/';

function viewOf(articles: number) {
  const categories = [
    { name: 'characters', articles, withImages: 0 },
    { name: 'planets', articles: 0, withImages: 0 },
  ];
  const info = { articles, categories, scrapedAt: '2026-01-02T03:04:05Z' };
  const title = (ordinal: number) => (ordinal === 0 ? 'R&D <"Who?">' : `No ${ordinal}`);
  return { universe: 'demo', directory: { info, title, category: () => 'characters' } };
}

async function addressesOf(view: ReturnType<typeof viewOf>, part: number): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of sitemapPart(view, part, SITE)) pieces.push(piece);
  const text = pieces.join('');
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<urlset xmlns="[^"]+">\n[^]*<\/urlset>\n$/);
  return [...text.matchAll(/<url><loc>(.*?)<\/loc><\/url>/g)].map(([, address = '']) => address);
}

describe('the sitemap of a universe', () => {
  it('names the universe, its categories that are not empty, and its articles', async () => {
    expect(await addressesOf(viewOf(2), 1)).toEqual([
      `${SITE}demo`,
      `${SITE}demo/characters`,
      `${SITE}demo/characters/R%26D_%3C%22Who%3F%22%3E`,
      `${SITE}demo/characters/No_1`,
    ]);
  });

  it.each([
    [0, 1],
    [MOST_ADDRESSES - 2, 1],
    [MOST_ADDRESSES - 1, 2],
    [2 * MOST_ADDRESSES - 2, 2],
    [2 * MOST_ADDRESSES - 1, 3],
  ])('of %i articles has %i parts', (articles, parts) => expect(partsOf(viewOf(articles))).toBe(parts));

  it('has every address once, at most 50,000 in a part', async () => {
    const view = viewOf(2 * MOST_ADDRESSES);
    const parts = [await addressesOf(view, 1), await addressesOf(view, 2), await addressesOf(view, 3)];
    expect(parts.map(({ length }) => length)).toEqual([MOST_ADDRESSES, MOST_ADDRESSES, 2]);
    expect(new Set(parts.flat()).size).toBe(2 * MOST_ADDRESSES + 2);
  });
});

it('the index names every part, as XML', () => {
  const index = sitemapIndex([viewOf(MOST_ADDRESSES), viewOf(1)], SITE);
  expect([...index.matchAll(/<loc>(.*?)<\/loc><lastmod>(.*?)<\/lastmod>/g)].map(([, ...found]) => found)).toEqual([
    [`${SITE}sitemap.xml?universe=demo&amp;part=1`, '2026-01-02T03:04:05Z'],
    [`${SITE}sitemap.xml?universe=demo&amp;part=2`, '2026-01-02T03:04:05Z'],
    [`${SITE}sitemap.xml?universe=demo&amp;part=1`, '2026-01-02T03:04:05Z'],
  ]);
});

it('robots.txt closes the API below the prefix, and names the sitemap', () => {
  const lines = robotsText(SITE).split('\n');
  expect(lines).toEqual(expect.arrayContaining(['Disallow: /wiki/api/', `Sitemap: ${SITE}sitemap.xml`]));
  expect(lines).not.toContain('Disallow: /');
  expect(robotsText('http://localhost:8000/')).toContain('\nDisallow: /api/\n');
});
