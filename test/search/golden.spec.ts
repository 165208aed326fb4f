import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseUniverseDefinition } from '../../src/universe/parse-universe-definition';
import { Search } from '../../src/dataset/search/search';
import { buildDirectory, type TestDirectory } from './build-directory';
import { corpusPath, readArticles } from './corpus';
import { cpuMs } from './cpu-time';

const UNIVERSES = join(__dirname, '../../universes');

/** A universe as it would be built from its articles, with its search. */
function open(articles: string, definitionFile: string): { directory: TestDirectory; search: Search } {
  const definition = parseUniverseDefinition(JSON.parse(readFileSync(definitionFile, 'utf8')), definitionFile);
  const directory = buildDirectory(readArticles(articles, definitionFile), definition.regions);
  return { directory, search: new Search(directory) };
}

function golden(name: string): [query: string, title: string][] {
  return Object.entries(JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as Record<string, string>);
}

/** The queries whose first result is another than expected, with what came instead. */
function differences({ directory, search }: ReturnType<typeof open>, expected: [string, string][]): string[] {
  return expected.flatMap(([query, title]) => {
    const [first] = search.search(query, { limit: 1 }).hits;
    const found = first ? directory.titles[first.ordinal] : 'nothing';
    return found === title ? [] : [`${query}: ${found} instead of ${title}`];
  });
}

describe('golden queries of the demo universe', () => {
  const articles = join(UNIVERSES, 'demo/articles.jsonl');
  const demo = existsSync(articles) ? open(articles, join(UNIVERSES, 'demo.json')) : null;

  it('find first what one would expect', () => {
    expect(demo).not.toBeNull();
    expect(differences(demo!, golden('golden-demo.json'))).toEqual([]);
  });

  it('attach every place that names a planet', () => {
    expect(demo!.directory.places.placesOnAPlanet + demo!.directory.places.placesInSpace).toBe(
      demo!.directory.places.placesThatNameAPlace,
    );
  });
});

const corpus = corpusPath();
const withCorpus = corpus ? describe : describe.skip;

withCorpus(
  `golden queries of Star Wars${corpus ? '' : ' (skipped: no corpus; set LOREKEEPER_CORPUS to its file)'}`,
  () => {
    let built: ReturnType<typeof open>;
    beforeAll(() => {
      built = open(corpus!, join(UNIVERSES, 'star_wars.json'));
    });

    it('are at least sixty and find first what one would expect', () => {
      const expected = golden('golden-star-wars.json');
      expect(expected.length).toBeGreaterThanOrEqual(60);
      expect(differences(built, expected)).toEqual([]);
    });

    it('find every article by its title', () => {
      const { directory, search } = built;
      for (let ordinal = 0; ordinal < directory.count; ordinal += 211) {
        const { hits } = search.search(directory.titles[ordinal]!, { limit: 1000 });
        expect(hits.find((hit) => hit.ordinal === ordinal)?.match).toBe('name');
      }
    });

    it('attach nine in ten of the places that name a place', () => {
      const { placesOnAPlanet, placesThatNameAPlace } = built.directory.places;
      expect(placesOnAPlanet / placesThatNameAPlace).toBeGreaterThan(0.9);
    });

    it('take no more than a few milliseconds, also the worst', () => {
      const queries = [
        'a',
        'e s',
        'luke',
        'skywaker',
        'battle of endor',
        'a b c d e f g h',
        'unidentified planet',
        'ar',
      ];
      const slowest = queries.map((query) => {
        const runs = Array.from({ length: 9 }, () => cpuMs(() => built.search.search(query, { limit: 10 })));
        return runs.sort((a, b) => a - b)[4]!;
      });
      // Ten times what a quiet machine needs.
      expect(Math.max(...slowest)).toBeLessThan(50);
    });
  },
);
