import type { Infobox } from '../../src/universe/article';
import { Places } from '../../src/dataset/places/places';
import { buildDirectory, type TestArticle } from './build-directory';

/** `Label: value` lines; a value in brackets is a link to the article of that title (or `text|title`). */
function infobox(type: string, lines: Record<string, string>): Infobox {
  const fields = Object.entries(lines).map(([label, text]) => {
    const links = [...text.matchAll(/\[([^\]]+)\]/g)].map(([, link]) => {
      const [shown, title = shown] = link!.split('|');
      return { text: shown!, href: `/wiki/${encodeURIComponent(title!.replaceAll(' ', '_'))}` };
    });
    const values = text.split(';').map((value) => value.replace(/\[([^\]|]+)(\|[^\]]+)?\]/g, '$1').trim());
    return { label, values, links };
  });
  return { type, fields };
}

const planet = (title: string, lines: Record<string, string> = {}): TestArticle => ({
  title,
  category: 'planets',
  infobox: infobox('Planet', lines),
});
const place = (title: string, lines: Record<string, string> = {}): TestArticle => ({
  title,
  category: 'locations',
  infobox: infobox('Location', lines),
});
const chart = (title: string, type: string, lines: Record<string, string> = {}): TestArticle => ({
  title,
  category: 'astronomy',
  infobox: infobox(type, lines),
});

const ARTICLES: TestArticle[] = [
  planet('Tatooine', { Region: '[Outer Rim|Outer Rim Territories]; The Slice', System: '[Tatoo system]' }),
  chart('Tatoo system', 'System', { 'Region(s)': 'Outer Rim', Orbits: '[Tatooine]; [Ghomrassen]' }),
  planet('Ghomrassen'),
  planet('Coruscant', { Region: 'Core Worlds', System: 'Coruscant system (main)' }),
  planet('Hesperidium', { Planet: '[Coruscant]' }),
  planet('Arkanis', { Sector: '[Arkanis sector]' }),
  chart('Arkanis sector', 'Sector', { Region: '[Outer Rim Territories]' }),
  planet('Lonely', { Region: 'Western Reaches, Outer Rim' }),
  planet('Csilla', { Region: 'Chiss Space (disputed)' }),
  planet('Nowhere'),
  { ...planet('Endor'), redirects: ['Forest moon'] },
  place('Mos Eisley', { Planet: '[Tatooine]', Location: 'Great Mesra Plateau' }),
  place('Cantina', { Location: '[Mos Eisley], [Somewhere]' }),
  place('Back room', { Location: '[Cantina]' }),
  place('Cupboard', { Location: '[Back room]' }),
  place('Drawer', { Location: '[Cupboard]' }),
  place('Dune Sea', { Terrain: 'Sand' }),
  planet('Ilum', { 'Points of interest': '[Crystal Cave]; [Lost Temple]', Region: 'Unknown Regions' }),
  place('Crystal Cave'),
  place('Temple cellar', { Location: '[Lost Temple]' }),
  place('Eastern shelf', { Location: 'Western Ice Shelf, Ilum' }),
  place('Ring A', { Location: '[Ring B]' }),
  place('Ring B', { Location: '[Ring A]' }),
  place('Self', { Location: '[Self]' }),
  place('Dark Temple', { Location: '[Kaas City], [Dromund Kaas]' }),
  place('Kaas market', { Location: '[Kaas City]' }),
  place('Old palace/Legends', { Location: '[Coruscant/Legends]' }),
  place('Asteroid base', { Location: '[Tatoo system]' }),
];
const directory = buildDirectory(ARTICLES);
const places = new Places(directory);
const titlesOf = (ordinals: readonly number[]) => ordinals.map((ordinal) => directory.titles[ordinal]!);

describe('the location tree', () => {
  it('lists regions core outward, then the others by name', () => {
    expect(places.regions()).toEqual([
      'Core Worlds',
      'Outer Rim Territories',
      'Unknown Regions',
      'Chiss Space',
      'Unknown region',
    ]);
  });

  it('lists systems of a region, then what stands in for unknown systems', () => {
    expect(places.systemsByRegion('outer rim TERRITORIES')).toEqual([
      'Tatoo system',
      'Arkanis sector',
      'Outer Rim Territories',
    ]);
    expect(places.systemsByRegion('Core Worlds')).toEqual(['Coruscant system']);
    expect(places.systemsByRegion('Unknown region')).toEqual(['Unknown region']);
    expect(places.systemsByRegion('Elsewhere')).toEqual([]);
  });

  it('lists planets of a system, also those that only the system or their planet knows of', () => {
    expect(titlesOf(places.planetsBySystem('TATOO system'))).toEqual(['Ghomrassen', 'Tatooine']);
    expect(titlesOf(places.planetsBySystem('Coruscant system'))).toEqual(['Coruscant', 'Hesperidium']);
    expect(titlesOf(places.planetsBySystem('Arkanis sector'))).toEqual(['Arkanis']);
    expect(titlesOf(places.planetsBySystem('Outer Rim Territories'))).toEqual(['Lonely']);
    expect(places.planetsBySystem('Nothing system')).toEqual([]);
  });

  it('reaches every planet from the regions, once', () => {
    const reached = places
      .regions()
      .flatMap((region) => places.systemsByRegion(region))
      .flatMap((system) => titlesOf(places.planetsBySystem(system)));
    expect(reached.sort()).toEqual(
      ARTICLES.filter(({ category }) => category === 'planets')
        .map((a) => a.title)
        .sort(),
    );
  });

  it('tells region and system of a planet', () => {
    const of = (title: string) => [
      places.regionOf(directory.ordinal(title)),
      places.systemOf(directory.ordinal(title)),
    ];
    expect(of('Tatooine')).toEqual(['Outer Rim Territories', 'Tatoo system']);
    expect(of('Ghomrassen')).toEqual(['Outer Rim Territories', 'Tatoo system']);
    expect(of('Hesperidium')).toEqual(['Core Worlds', 'Coruscant system']);
    expect(of('Arkanis')).toEqual(['Outer Rim Territories', null]);
    expect(of('Nowhere')).toEqual([null, null]);
    expect(of('Mos Eisley')).toEqual([null, null]);
  });
});

describe('places on a planet', () => {
  it('are found through places within places, five deep', () => {
    expect(titlesOf(places.onPlanet('tatooine'))).toEqual(['Back room', 'Cantina', 'Cupboard', 'Drawer', 'Mos Eisley']);
    expect(directory.titles[places.planetOf(directory.ordinal('Drawer'))]).toBe('Tatooine');
  });

  it('are found through the lists of their planet, through words, and through titles without an article', () => {
    expect(titlesOf(places.onPlanet('Ilum'))).toEqual(['Crystal Cave', 'Eastern shelf', 'Temple cellar']);
  });

  it('may be on a planet that has no article', () => {
    expect(titlesOf(places.onPlanet('Dromund Kaas'))).toEqual(['Dark Temple', 'Kaas market']);
    expect(places.planetOf(directory.ordinal('Dark Temple'))).toBe(-1);
  });

  it('are on the plain planet where the dataset lacks its /Legends twin', () => {
    expect(titlesOf(places.onPlanet('Coruscant'))).toEqual(['Old palace/Legends']);
  });

  it('are none where a circle of places leads nowhere, or an infobox names none', () => {
    for (const title of ['Ring A', 'Ring B', 'Self', 'Dune Sea', 'Asteroid base']) {
      expect(places.planetOf(directory.ordinal(title))).toBe(-1);
    }
    expect(places.onPlanet('Arkanis')).toEqual([]);
    expect(places.onPlanet('Unheard of')).toEqual([]);
    expect(places.onPlanet('forest moon')).toEqual([]);
    expect(places.onPlanet('')).toEqual([]);
  });

  it('are counted', () => {
    expect(directory.places).toMatchObject({
      planets: 10,
      planetsWithSystem: 4,
      planetsWithSectorOnly: 1,
      places: 16,
      placesThatNameAPlace: 14,
      placesOnAPlanet: 10,
      placesInSpace: 1,
    });
  });

  it('need no planets, regions or infoboxes at all', () => {
    const empty = new Places(buildDirectory([{ title: 'A', category: 'locations' }, { title: 'B' }]));
    expect(empty.regions()).toEqual([]);
    expect(empty.onPlanet('A')).toEqual([]);
    expect(empty.planetsBySystem('B')).toEqual([]);
  });
});
