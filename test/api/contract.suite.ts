import type { z } from 'zod';
import { OPERATIONS, type OperationId } from '../../src/api/openapi/operations';
import { problem } from '../../src/api/openapi/problem-responses';
import { HOSTILE_TITLES } from './test-records';

export interface ContractTarget {
  url: string;
  universe: string;
  source: 'postgres' | 'file';
  close(): Promise<void>;
}

const WIKI = '/api/v1/wiki';

/** A question with its expected status and shape: the operation whose answer it is, or a problem's code. */
type Question = [path: string, expected: OperationId | ProblemExpectation];
interface ProblemExpectation {
  status: number;
  code: string;
}

const refused: ProblemExpectation = { status: 400, code: 'BAD_PARAMETER' };
const unknownUniverse: ProblemExpectation = { status: 404, code: 'UNKNOWN_UNIVERSE' };
const unknownCategory: ProblemExpectation = { status: 404, code: 'UNKNOWN_CATEGORY' };
const noArticle: ProblemExpectation = { status: 404, code: 'ARTICLE_NOT_FOUND' };

/** Each was meant to narrow the list down: an answer with every article would be wrong in silence. */
const MALFORMED_FILTERS = [
  'filter=x',
  'filter',
  'filter=x&filter=y',
  'filter[]=x',
  'filter[%20]=x',
  'filter[a][b]=c',
  'filter[a]b=c',
  'filter[[a]]=c',
  'filter[a=c',
  'filter%5Ba=c',
  'filter]=c',
  'filter.species=human',
  'filter(species)=human',
  'filter:species=human',
  'filter_species=human',
  'filters[species]=human',
  'Filter[species]=human',
  'filter%20[species]=human',
  '+filter[species]=human',
  'filter[species]=human&filter[gender=male',
];

/** Every endpoint with data, with and without its parameters, and what it refuses. */
export function questions(universe: string): Question[] {
  const u = `${WIKI}/${universe}`;
  const lists: Question[] = ['weapons', 'items', 'droids'].map((name) => [
    `${WIKI}/items/category/${name}/with-images?limit=3&offset=1`,
    'listItemsWithImages',
  ]);
  return [
    [`${WIKI}/universes`, 'listUniverses'],
    ['/attribution', 'listAttributions'],
    [`${WIKI}/canon/all`, 'listAllTitles'],
    [`${WIKI}/canon/all?universe=${universe}`, 'listAllTitles'],
    [`${WIKI}/canon/all?universe=nowhere`, unknownUniverse],
    [`${WIKI}/canon/summary`, 'countArticles'],
    [`${WIKI}/canon/category/planets`, 'listCategory'],
    [`${WIKI}/canon/category/weapons?limit=5&offset=7`, 'listCategory'],
    [`${WIKI}/canon/category/weapons?search=PON%201&limit=3`, 'listCategory'],
    [`${WIKI}/canon/category/weapons?offset=2147483648`, 'listCategory'],
    [`${WIKI}/canon/category/abilities`, 'listCategory'],
    [`${WIKI}/canon/category/nonsense`, unknownCategory],
    [`${WIKI}/canon/category/weapons?limit=5001`, refused],
    [`${WIKI}/canon/category/weapons?limit=1&limit=2`, refused],
    [`${WIKI}/canon/${universe}`, 'listFormOptions'],
    [`${WIKI}/canon/nowhere`, unknownUniverse],
    [`${WIKI}/categories/${universe}/characters`, 'listTitles'],
    [`${WIKI}/categories/${universe}/characters?search=padme`, 'listTitles'],
    [`${WIKI}/categories/${universe}/nonsense`, unknownCategory],
    [`${WIKI}/locations/planets`, 'listPlanets'],
    [`${WIKI}/locations/planets?limit=2&offset=1`, 'listPlanets'],
    [`${WIKI}/locations/planets?search=tato`, 'listPlanets'],
    [`${WIKI}/locations/by-planet?planet=Tatooine`, 'listPlaceTitles'],
    [`${WIKI}/locations/by-planet?planet=Nowhere`, 'listPlaceTitles'],
    [`${WIKI}/locations/by-planet`, refused],
    [`${WIKI}/locations/tree/regions`, 'listRegions'],
    [`${WIKI}/locations/tree/systems-by-region?region=Outer%20Rim%20Territories`, 'listSystems'],
    [`${WIKI}/locations/tree/systems-by-region?region=Nowhere`, 'listSystems'],
    [`${WIKI}/locations/tree/planets-by-system?system=Tatoo%20system`, 'listPlanetsOfSystem'],
    [`${WIKI}/locations/tree/planets-by-system?system=Nowhere`, 'listPlanetsOfSystem'],
    [`${WIKI}/locations/tree/on-planet?planet=Tatooine`, 'listPlaces'],
    [`${WIKI}/locations/tree/on-planet?planet=Tatooine&limit=1`, 'listPlaces'],
    [`${WIKI}/items/all`, 'countItems'],
    [`${WIKI}/items/category/weapons`, 'listItems'],
    [`${WIKI}/items/category/weapons?search=luke`, 'listItems'],
    [`${WIKI}/items/category/planets`, refused],
    ...lists,
    [`${WIKI}/cache/stats`, 'getCacheStats'],
    [`${u}/search?q=luke`, 'searchArticles'],
    [`${u}/search?q=padme&category=characters`, 'searchArticles'],
    [`${u}/search?q=weapon&limit=5&offset=5`, 'searchArticles'],
    [`${u}/search?q=tattooin`, 'searchArticles'],
    [`${u}/search?q=%20`, 'searchArticles'],
    [`${u}/search?q=%25`, 'searchArticles'],
    [`${u}/search`, refused],
    [`${u}/search?q=x&category=nonsense`, unknownCategory],
    [`${u}/suggest?q=lu`, 'suggestArticles'],
    [`${u}/suggest?q=mos%20e&category=locations`, 'suggestArticles'],
    [`${u}/suggest?q=x&limit=26`, refused],
    [`${u}/lookup?q=luke`, 'findArticle'],
    [`${u}/lookup?q=luke&category=weapons`, 'findArticle'],
    [`${u}/lookup?q=luke&category=abilities`, 'findArticle'],
    [`${u}/lookup?q=zzzqqq`, 'findArticle'],
    [`${u}/lookup?q=%20`, 'findArticle'],
    [`${u}/lookup`, refused],
    [`${u}/lookup?q=x&category=nonsense`, unknownCategory],
    [`${u}/passages?q=who%20raised%20Luke%20on%20the%20farm`, 'searchPassages'],
    [`${u}/passages?q=droids&category=characters&limit=1&format=plain`, 'searchPassages'],
    [`${u}/passages?q=harvest&title=Luke&budget_tokens=5`, 'searchPassages'],
    [`${u}/passages?q=toshe%20mark`, 'searchPassages'],
    [`${u}/passages?q=%20`, 'searchPassages'],
    [`${u}/passages?q=zzzqqq`, 'searchPassages'],
    [`${u}/passages?q=x&category=abilities`, 'searchPassages'],
    [`${u}/passages`, refused],
    [`${u}/passages?q=x&limit=51`, refused],
    [`${u}/passages?q=x&title=No_such_article`, noArticle],
    [`${u}/passages?q=x&category=nonsense`, unknownCategory],
    [`${u}/search?q=moisture%20farm&in=text`, 'searchArticles'],
    [`${u}/search?q=luke&in=all`, 'searchArticles'],
    [`${u}/search?q=toshe&in=text&category=characters`, 'searchArticles'],
    [`${u}/search?q=x&in=nowhere`, refused],
    [`${u}/sections/Luke_Skywalker`, 'getSections'],
    [`${u}/sections/Luke?toc=true`, 'getSections'],
    [`${u}/sections/Luke%20Skywalker?section=Biography&format=plain`, 'getSections'],
    [`${u}/sections/Luke_Skywalker?section=The_academy_2`, 'getSections'],
    [`${u}/sections/Luke_Skywalker?section=4`, 'getSections'],
    [`${u}/sections/Luke_Skywalker?max_bytes=30`, 'getSections'],
    [`${u}/sections/Tatooine`, 'getSections'],
    [`${u}/sections/AC/DC`, 'getSections'],
    [`${u}/sections/Luke_Skywalker?section=Nothing`, { status: 404, code: 'SECTION_NOT_FOUND' }],
    [`${u}/sections/Luke_Skywalker?section=99`, { status: 404, code: 'SECTION_NOT_FOUND' }],
    [`${u}/sections/Luke_Skywalker?max_bytes=200001`, refused],
    [`${u}/sections/Luke_Skywalker?format=html`, refused],
    [`${u}/sections/No_such_article`, noArticle],
    [`${u}/articles/by-id/1`, 'getArticleById'],
    [`${u}/articles/by-id/999999`, noArticle],
    ...['x', '-1', '1.5', '1e3', '0x1', '9007199254740993', '%20'].map((id): Question => [
      `${u}/articles/by-id/${id}`,
      refused,
    ]),
    [`${u}/articles`, 'listArticles'],
    ...['title', '-title', 'links', '-links', 'updated', '-updated'].map((sort): Question => [
      `${u}/articles?sort=${sort}&limit=7`,
      'listArticles',
    ]),
    [`${u}/articles?category=characters&filter[species]=human`, 'listArticles'],
    [`${u}/articles?filter[species]=Human&filter[species]=Wookiee&filter[gender]=male`, 'listArticles'],
    [`${u}/articles?filter[nonsense]=x`, 'listArticles'],
    [`${u}/articles?filter%5Bspecies%5D=human`, 'listArticles'],
    ...MALFORMED_FILTERS.map((filter): Question => [`${u}/articles?limit=1&${filter}`, refused]),
    [`${u}/articles?has_image=true`, 'listArticles'],
    [`${u}/articles?category=planets,droids&category=weapons`, 'listArticles'],
    [`${u}/articles?category=planets,nonsense`, unknownCategory],
    [`${u}/articles?where=species:human&where=Species:Wookiee&where=Gender:male`, 'listArticles'],
    ...['species', ':human', 'species:', '%20:x', '...:x', ''].map((condition): Question => [
      `${u}/articles?limit=1&where=${condition}`,
      refused,
    ]),
    [`${u}/articles?filter[Hair%20color]=blond`, 'listArticles'],
    [`${u}/articles?updated_since=2026-01-15`, 'listArticles'],
    [`${u}/articles?updated_since=2026-01-15T12:00:00%2B02:00`, 'listArticles'],
    ...['yesterday', '2026-02-30', '1', '2026-01-15T12:00'].map((time): Question => [
      `${u}/articles?updated_since=${time}`,
      refused,
    ]),
    [`${u}/articles?fields=title,nonsense`, refused],
    [`${u}/articles?fields=__proto__`, refused],
    [`${u}/articles?cursor=nonsense`, refused],
    [`${u}/articles?sort=__proto__`, refused],
    [`${u}/facets?field=species`, 'countValues'],
    [`${u}/facets?field=species&category=characters`, 'countValues'],
    [`${u}/facets?field=nonsense`, 'countValues'],
    [`${u}/facets?field=__proto__`, 'countValues'],
    [`${u}/facets?field=Hair%20color&limit=1&offset=1`, 'countValues'],
    [`${u}/facets?field=species&limit=5001`, refused],
    [`${u}/facets`, refused],
    [`${u}/random?seed=7&category=weapons,droids&exclude=Weapon%2000&exclude=R2-D2`, 'getRandomArticle'],
    [`${u}/random?category=droids&exclude=r2-d2`, noArticle],
    [`${u}/links/Luke_Skywalker`, 'listLinks'],
    [`${u}/links/tatooine?direction=in`, 'listLinks'],
    [`${u}/links/Human?direction=in&category=characters,droids&field=Species&limit=1`, 'listLinks'],
    [`${u}/links/Human?direction=in&field=nonsense`, 'listLinks'],
    [`${u}/links/AC/DC?direction=in`, 'listLinks'],
    [`${u}/links/Nowhere`, noArticle],
    [`${u}/links/Human?direction=both`, refused],
    [`${u}/links/Human?limit=201`, refused],
    [`${u}/links/Human?cursor=nonsense`, refused],
    [`${u}/links/Human?category=nonsense`, unknownCategory],
    [`${u}/random?seed=7`, 'getRandomArticle'],
    [`${u}/random?seed=7&category=weapons`, 'getRandomArticle'],
    [`${u}/random?seed=7&has_image=true`, 'getRandomArticle'],
    [`${u}/characters/Luke_Skywalker`, 'getArticle'],
    [`${u}/planets/luke%20Skywalker`, 'getArticle'],
    [`${u}/characters/Padm%C3%A9_Amidala`, 'getArticle'],
    [`${u}/characters/Padme%CC%81%20Amidala`, 'getArticle'],
    [`${u}/planets/Tattooine`, 'getArticle'],
    [`${u}/planets/Tatooine/Legends`, 'getArticle'],
    ...HOSTILE_TITLES.map((title): Question => [`${u}/items/${encodeURIComponent(title)}`, 'getArticle']),
    ...['tatooine', 'TATOOINE', '%2Fwiki%2FTatooine', '/wiki/Tatooine', 'Naboo/Legends', 'Padm%25C3%25A9_Amidala'].map(
      (title): Question => [`${u}/planets/${title}`, 'getArticle'],
    ),
    [`${u}/planets/Tatoine`, noArticle],
    [`${u}/nonsense/Tatooine`, unknownCategory],
    [`${u}/export/lorebook`, 'exportLorebook'],
    [`${u}/export/lorebook?category=planets,droids&limit=3`, 'exportLorebook'],
    [`${u}/export/lorebook?titles=Luke&titles=AC/DC`, 'exportLorebook'],
    [`${u}/export/lorebook?around=tatooine&depth=2&budget_tokens=200`, 'exportLorebook'],
    [`${u}/export/lorebook?titles=Nowhere`, noArticle],
    [`${u}/export/lorebook?around=Nowhere`, noArticle],
    [`${u}/export/lorebook?category=nonsense`, unknownCategory],
    [`${u}/export/lorebook?limit=501`, refused],
    [`${u}/export/lorebook?around=Luke&depth=4`, refused],
    [`${u}/export/character/Luke`, 'exportCharacter'],
    [`${u}/export/character/AC/DC?budget_tokens=0`, 'exportCharacter'],
    [`${u}/export/character/Nowhere`, noArticle],
    [`${u}/export/discord/Luke_Skywalker`, 'exportEmbed'],
    [`${u}/export/discord/AC/DC`, 'exportEmbed'],
    [`${u}/export/discord/Nowhere`, noArticle],
    ...HOSTILE_TITLES.map((title): Question => [`${u}/export/discord/${encodeURIComponent(title)}`, 'exportEmbed']),
    [`${WIKI}/nowhere/planets/Tatooine`, unknownUniverse],
  ];
}

let asked = 0;

/** All answers to the questions, for comparing one source with another; each is made anew, none comes from the cache. */
export async function answersOf(
  url: string,
  universe: string,
): Promise<Map<string, { status: number; body: unknown }>> {
  const answers = new Map<string, { status: number; body: unknown }>();
  for (const [path] of questions(universe)) {
    const response = await fetch(`${url}${path}${path.includes('?') ? '&' : '?'}asked=${++asked}`);
    const body = (await response.json()) as Record<string, unknown>;
    delete body.request_id;
    // What the stores say of themselves differs by store.
    if (path.endsWith('/cache/stats'))
      for (const name of ['backend', 'postgresql', 'recent_operations']) delete body[name];
    answers.set(path, { status: response.status, body });
  }
  return answers;
}

/** Every promise of the contract about the endpoints, over whatever store answers. */
export function contractSuite(name: string, start: () => Promise<ContractTarget>): void {
  describe(`the contract, ${name}`, () => {
    let target: ContractTarget;
    beforeAll(async () => {
      target = await start();
    });
    afterAll(() => target?.close());

    const get = (path: string, headers: Record<string, string> = {}) => fetch(target.url + path, { headers });
    const json = async <T>(path: string): Promise<T> => (await get(path)).json() as Promise<T>;
    const titlesOf = async (path: string) => (await json<{ items: string[] }>(path)).items;

    test('every question has its status and shape', async () => {
      for (const [path, expected] of questions(target.universe)) {
        const response = await get(path);
        const body: unknown = await response.json();
        const where = { path, status: response.status };
        expect(response.headers.get('x-request-id')).toBeTruthy();
        if (typeof expected !== 'string') {
          expect({ ...where, code: (body as { code: string }).code }).toEqual({ path, ...expected });
          expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
          expect(problem.parse(body)).toEqual(body);
          continue;
        }
        expect(where).toEqual({ path, status: 200 });
        // Nothing is sent that the document does not tell of: its objects are strict.
        const { answer } = OPERATIONS[expected] as { answer: z.ZodType };
        expect({ path, problems: answer.safeParse(body).error?.issues ?? [] }).toEqual({ path, problems: [] });
        expect({ path, source: response.headers.get('x-data-source') }).toEqual({ path, source: target.source });
        expect({ path, etag: response.headers.get('etag') }).toEqual({
          path,
          etag: expect.stringMatching(/^"[^"]+"$/) as string,
        });
      }
    });

    test('every answer with data is a 304 to who has it, and HEAD is GET without the body', async () => {
      for (const [path, expected] of questions(target.universe)) {
        if (typeof expected !== 'string' || path.endsWith('/cache/stats')) continue;
        const first = await get(path);
        const bytes = (await first.arrayBuffer()).byteLength;
        const etag = first.headers.get('etag') ?? '';
        for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
          const again = await get(path, { 'if-none-match': value });
          expect({ path, status: again.status, etag: again.headers.get('etag') }).toEqual({ path, status: 304, etag });
          expect((await again.arrayBuffer()).byteLength).toBe(0);
          expect(again.headers.get('vary')).toBe(first.headers.get('vary'));
          expect(again.headers.get('x-data-source')).toBe(target.source);
        }
        expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
        const head = await fetch(target.url + path, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
        expect({ path, status: head.status, body: await head.text() }).toEqual({ path, status: 200, body: '' });
        const plain = await get(path, { 'accept-encoding': 'identity' });
        const length = (await plain.arrayBuffer()).byteLength;
        expect({ path, bytes: length }).toEqual({ path, bytes });
        expect(head.headers.get('content-length')).toBe(String(length));
      }
    });

    test('the same bytes in every encoding, each with its own ETag', async () => {
      const path = `${WIKI}/canon/all`;
      const texts = new Set<string>();
      const etags = new Set<string | null>();
      for (const encoding of ['identity', 'gzip', 'br', 'gzip', 'br']) {
        const response = await get(path, { 'accept-encoding': encoding });
        expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
        expect(response.headers.get('vary')).toContain('Accept-Encoding');
        texts.add(await response.text());
        etags.add(response.headers.get('etag'));
      }
      expect(texts.size).toBe(1);
      expect(etags.size).toBe(3);
    });

    test('lists are in title order and page without a gap', async () => {
      const all = await titlesOf(`${WIKI}/canon/category/weapons?limit=5000`);
      expect(all.length).toBeGreaterThan(40);
      expect(all.slice(0, 3)).toEqual(['DL-44 blaster', "Luke Skywalker's lightsaber", 'Weapon 00']);
      const paged: string[] = [];
      for (let offset = 0; offset < all.length; offset += 7) {
        paged.push(...(await titlesOf(`${WIKI}/canon/category/weapons?limit=7&offset=${offset}`)));
      }
      expect(paged).toEqual(all);
      const { data, total_items } = await json<{ data: Record<string, string[]>; total_items: number }>(
        `${WIKI}/canon/all`,
      );
      expect(data.weapons).toEqual(all);
      expect(Object.values(data).flat()).toHaveLength(total_items);
    });

    test('counts agree everywhere', async () => {
      const summary = await json<{ total_items: number; categories: Record<string, number> }>(`${WIKI}/canon/summary`);
      const sum = Object.values(summary.categories).reduce((a, b) => a + b, 0);
      expect(sum).toBe(summary.total_items);
      const [universe] = (await json<{ id: string; articles: number }[]>(`${WIKI}/universes`)).filter(
        ({ id }) => id === target.universe,
      );
      expect(universe?.articles).toBe(sum);
      for (const [name, count] of Object.entries(summary.categories)) {
        expect((await json<{ total: number }>(`${WIKI}/canon/category/${name}`)).total).toBe(count);
        expect((await json<{ total: number }>(`${WIKI}/${target.universe}/articles?category=${name}`)).total).toBe(
          count,
        );
      }
    });

    test('the article of the contract', async () => {
      expect(await json(`${WIKI}/${target.universe}/characters/Luke`)).toMatchObject({
        id: 1,
        title: 'Luke Skywalker',
        category: 'characters',
        universe: target.universe,
        image_url: 'https://images.example/luke.png',
        image_cached: false,
        source_url: 'https://wiki.example/wiki/Luke_Skywalker',
        description: 'Luke Skywalker was a farm boy of Tatooine who became a Jedi.',
        content: {
          homeworld: 'Tatooine',
          species: 'Human',
          hair_color: 'Blond',
          affiliations: ['Rebel Alliance', 'Jedi Order'],
          abilities: [],
        },
        wiki_categories: ['Canon articles'],
        aliases: expect.arrayContaining(['Luke', 'Master Skywalker']) as string[],
      });
    });

    test('by id, and the best article for a name with what else was possible', async () => {
      const u = `${WIKI}/${target.universe}`;
      const luke = await json<object>(`${u}/characters/Luke`);
      expect(await json(`${u}/articles/by-id/1`)).toEqual(luke);
      const found = await json<{ article: object; alternatives: object[] }>(`${u}/lookup?q=luke`);
      expect(found).toMatchObject({ query: 'luke', article: luke, match: 'alias' });
      expect(found.alternatives[0]).toMatchObject({ title: "Luke Skywalker's lightsaber", category: 'weapons' });
      const nothing = { query: 'zzzqqq', article: null, match: null, alternatives: [] };
      expect(await json(`${u}/lookup?q=zzzqqq`)).toEqual(nothing);
    });

    test('hostile titles are listed, found by address, by search and in batches (F40)', async () => {
      const listed = await titlesOf(`${WIKI}/canon/category/items?limit=5000`);
      expect(listed).toEqual(expect.arrayContaining([...HOSTILE_TITLES]));
      const response = await fetch(`${target.url}${WIKI}/${target.universe}/articles/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ titles: [...HOSTILE_TITLES, 'Nowhere', 'Luke', 'Luke Skywalker'] }),
      });
      expect(response.status).toBe(200);
      const { articles, missing } = (await response.json()) as { articles: { title: string }[]; missing: string[] };
      expect(articles.map(({ title }) => title)).toEqual([...HOSTILE_TITLES, 'Luke Skywalker']);
      expect(missing).toEqual(['Nowhere']);
      for (const title of HOSTILE_TITLES) {
        const q = encodeURIComponent(title.slice(0, 200));
        const { results } = await json<{ results: { title: string }[] }>(`${WIKI}/${target.universe}/search?q=${q}`);
        // A title of punctuation alone has no word to find it by.
        if (/[\p{L}\p{N}]/u.test(title)) expect(results.map((result) => result.title)).toContain(title);
      }
    });

    test('F69 addresses: any encoding, raw slashes, underscores, and never another article', async () => {
      const base = `${WIKI}/${target.universe}/items`;
      const titleOf = async (path: string) => {
        const response = await get(path);
        return response.status === 200 ? ((await response.json()) as { title: string }).title : response.status;
      };
      expect(await titleOf(`${base}/AC/DC`)).toBe('AC/DC');
      expect(await titleOf(`${base}/AC%2FDC`)).toBe('AC/DC');
      expect(await titleOf(`${base}/AC%252FDC`)).toBe('AC/DC');
      expect(await titleOf(`${base}/..%2f..%2fetc`)).toBe(404);
      expect(await titleOf(`${base}/Who%3F`)).toBe('Who?');
      expect(await titleOf(`${base}/Who?`)).toBe(404);
      expect(await titleOf(`${base}/a+b`)).toBe('a+b');
      expect(await titleOf(`${base}/a%2Bb`)).toBe('a+b');
      expect(await titleOf(`${base}/100%25`)).toBe('100%');
      expect(await titleOf(`${base}/%E0%A4%A`)).toBe(400);
      expect(await titleOf(`${base}/%ff`)).toBe(400);
      expect(await titleOf(`${base}/a%00b`)).toBe(400);
      expect(await titleOf(`${base}/100%`)).toBe(400);
      expect(await titleOf(`${base}/Holocron/`)).toBe('Holocron');
      expect(await titleOf(`${base}/%E9%8A%80%E6%B2%B3`)).toBe(404);
      expect(await titleOf(`${base}/${'x'.repeat(2000)}`)).toBe(400);
    });

    test('an article that is not there suggests the nearest titles', async () => {
      const body = await json<{ suggestions: { title: string }[]; detail: string }>(
        `${WIKI}/${target.universe}/planets/Tatoine`,
      );
      expect(body.suggestions[0]?.title).toBe('Tatooine');
      expect(body.detail).toContain('Tatooine');
    });

    test('what does not exist is answered with what does', async () => {
      expect((await json<{ universes: string[] }>(`${WIKI}/canon/all?universe=nowhere`)).universes).toContain(
        target.universe,
      );
      expect((await json<{ categories: string[] }>(`${WIKI}/canon/category/nonsense`)).categories).toContain('planets');
      expect(await json(`${WIKI}/canon/category/weapons?limit=x&offset=-1`)).toMatchObject({
        code: 'BAD_PARAMETER',
        parameter: 'limit',
        errors: [
          { parameter: 'limit', message: 'must be a whole number from 1 to 5000' },
          { parameter: 'offset', message: 'must be a whole number from 0 or more' },
        ],
      });
    });

    test('places: the tree, and a cantina in a city on a planet is on that planet', async () => {
      expect(await json(`${WIKI}/locations/tree/regions`)).toEqual(['Core Worlds', 'Mid Rim', 'Outer Rim Territories']);
      expect(await json(`${WIKI}/locations/tree/systems-by-region?region=mid%20rim`)).toEqual([
        'Kashyyyk system',
        'Naboo system',
      ]);
      const { locations, total } = await json<{ locations: string[]; total: number }>(
        `${WIKI}/locations/by-planet?planet=tatooine`,
      );
      expect(locations).toEqual(['Mos Eisley', 'Mos Eisley Cantina']);
      expect(total).toBe(2);
      const response = await get(`${WIKI}/locations/planets?limit=1`);
      expect(response.headers.get('x-total-count')).toBe('5');
    });

    test('form options and facets: the most frequent first', async () => {
      expect(await json(`${WIKI}/canon/${target.universe}`)).toMatchObject({
        popular_species: ['Human', 'Wookiee'],
        genders: ['Male', 'Female'],
      });
      expect(await json(`${WIKI}/${target.universe}/facets?field=gender&category=characters`)).toEqual([
        { value: 'Male', count: 2 },
        { value: 'Female', count: 1 },
      ]);
    });

    test('facets page, and fields are named by their labels, too', async () => {
      const u = `${WIKI}/${target.universe}`;
      const all = await json(`${u}/facets?field=eye_color`);
      const first = await get(`${u}/facets?field=Eye%20color&limit=1`);
      expect(first.headers.get('x-total-count')).toBe('2');
      expect([await first.json(), await json(`${u}/facets?field=EYE_COLOR&limit=1&offset=1`)].flat()).toEqual(all);
    });

    test('articles by several categories, by conditions without brackets, since a time, and some of their members', async () => {
      const list = (query: string) =>
        json<{ items: Record<string, unknown>[]; total: number }>(`${WIKI}/${target.universe}/articles?${query}`);
      const titlesBy = async (query: string) => (await list(query)).items.map(({ title }) => title);
      expect(await titlesBy('category=armor,droids')).toEqual(['R2-D2', 'Stormtrooper armor']);
      expect(await titlesBy('category=armor&category=droids')).toEqual(['R2-D2', 'Stormtrooper armor']);
      expect(await titlesBy('where=Species:wookiee&where=species:HUMAN&where=gender:male')).toEqual([
        'Chewbacca',
        'Luke Skywalker',
      ]);
      expect(await titlesBy('filter[Hair color]=blond&where=hair_color:none')).toEqual(['Luke Skywalker']);
      const { total } = await list('limit=1');
      const { total: since } = await list('updated_since=2026-01-15&limit=1');
      const { total: late } = await list('updated_since=2026-01-29&limit=1');
      expect([since > 0, since < total, late]).toEqual([true, true, 0]);
      expect((await list('category=droids&fields=summary,title&fields=id')).items).toEqual([
        { id: 33, title: 'R2-D2', summary: expect.any(String) as string },
      ]);
      const refusal = await json<{ detail: string }>(`${WIKI}/${target.universe}/articles?fields=nonsense`);
      expect(refusal.detail).toContain('image_url');
    });

    test('links in both directions with their fields, and the titles that an infobox links to', async () => {
      interface Links {
        title: string;
        total: number;
        items: { title: string; fields: string[] }[];
        next_cursor: string | null;
      }
      const u = `${WIKI}/${target.universe}`;
      const linksOf = (path: string) => json<Links>(`${u}/links/${path}`);
      const out = await linksOf('luke');
      expect(out).toMatchObject({ title: 'Luke Skywalker', direction: 'out', total: 4, next_cursor: null });
      expect(out.items.map(({ title, fields }) => [title, fields])).toEqual([
        ['Human', ['species']],
        ['Jedi Order', ['affiliation']],
        ['Rebel Alliance', ['affiliation']],
        ['Tatooine', ['homeworld']],
      ]);
      expect(out.items[0]).toMatchObject({ category: 'species', image_url: null });
      const first = await linksOf('Tatooine?direction=in&limit=1');
      const rest = await linksOf(`Tatooine?direction=in&cursor=${first.next_cursor}`);
      expect([first, rest].flatMap(({ items }) => items.map(({ title }) => title))).toEqual([
        'Luke Skywalker',
        'Mos Eisley',
      ]);
      expect([first.total, rest.total, rest.next_cursor]).toEqual([2, 2, null]);
      const cities = await linksOf('Tatooine?direction=in&category=locations&field=Planet');
      expect(cities.items.map(({ title }) => title)).toEqual(['Mos Eisley']);
      expect((await linksOf('Tatooine?direction=in&field=species')).total).toBe(0);

      const { infobox } = await json<{ infobox: { fields: { links: { text: string; title: string | null }[] }[] } }>(
        `${u}/planets/Tatooine`,
      );
      const titles = infobox.fields.flatMap(({ links }) => links.map(({ text, title }) => [text, title]));
      expect(titles).toEqual([
        ['Outer Rim Territories', null],
        ['Tatoo system', null],
      ]);
      const luke = await json<{ infobox: typeof infobox }>(`${u}/characters/Luke`);
      expect(luke.infobox.fields[0]?.links).toEqual([{ text: 'Tatooine', href: '/wiki/Tatooine', title: 'Tatooine' }]);
    });

    test('cursors visit every article once, in every order', async () => {
      for (const sort of ['title', '-title', 'links', '-links', 'updated', '-updated']) {
        const seen: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const page: { items: { title: string }[]; next_cursor: string | null; total: number } = await json(
            `${WIKI}/${target.universe}/articles?sort=${sort}&limit=10${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
          );
          seen.push(...page.items.map(({ title }) => title));
          cursor = page.next_cursor;
          expect(seen.length).toBeLessThanOrEqual(page.total);
          if (cursor === null) expect(seen).toHaveLength(page.total);
        }
        expect(new Set(seen).size).toBe(seen.length);
      }
    });

    test('random: the same for the same seed, never kept without one', async () => {
      const seeded = `${WIKI}/${target.universe}/random?seed=abc`;
      expect(await json(seeded)).toEqual(await json(seeded));
      const free = await get(`${WIKI}/${target.universe}/random`);
      expect(free.headers.get('cache-control')).toBe('no-store');
      const seen = new Set<string>();
      for (let i = 0; i < 20; i++) seen.add((await json<{ title: string }>(`${WIKI}/${target.universe}/random`)).title);
      expect(seen.size).toBeGreaterThan(1);
    });

    test('F71 search takes every character as itself', async () => {
      for (const q of ['%', '_', '\\', '%'.repeat(300), "' OR 1=1--", '(', 'a & | b', '"', '😀', '   ', '*', '[a-z]']) {
        const response = await get(`${WIKI}/${target.universe}/search?q=${encodeURIComponent(q)}`);
        const { results, total } = (await response.json()) as { results: { title: string }[]; total: number };
        expect({ q, status: response.status }).toEqual({ q, status: 200 });
        expect(total).toBeLessThan(70);
        if (q === '_' || q === '*') expect(results).toEqual([]);
      }
      expect((await get(`${WIKI}/${target.universe}/search?q=${'a'.repeat(10_000)}`)).status).toBe(400);
      expect((await get(`${WIKI}/${target.universe}/search?q=a%00b`)).status).toBe(400);
    });
  });
}
