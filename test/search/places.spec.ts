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
  place('Kaas beach', { Location: '[Dromund Kaas]', System: '[Dromund system/Legends]', Region: 'Outer Rim' }),
  planet('Borderland', { Region: '[Outer Rim]', Sector: '[Old Space]' }),
  planet('Gate', { Sector: 'Outer Rim Territories' }),
  planet('Edge', { Region: 'Colonies', Sector: '[Arkanis sector]' }),
  planet('Second', { System: 'Tatoo', Region: 'Deep Core' }),
  planet('Odd', { Sector: 'Unknown' }),
  chart('Empty system', 'System', { Region: '[Deep Core]', Orbits: '[Unheard world]' }),
  chart('Dead End', 'Region', { Systems: '[Empty system]' }),
  planet('Moon of Ilum', { Planet: '[Ilum]' }),
  place('Wandering station', { Planet: '[Tatooine]; [Ilum]', Moon: '[Hesperidium]', Interest: '[Mess hall]' }),
  place('Station room', { Location: '[Wandering station]' }),
  place('Mess hall'),
  place('Moon base', { Planet: '[Ilum]', Moon: '[Moon of Ilum]' }),
  place('Moon base door', { Location: '[Moon base]' }),
];
const directory = buildDirectory(ARTICLES);
const places = new Places(directory);
const planetsOf = (system: string) => places.planetsBySystem(system).ordinals;
const titlesOf = (ordinals: readonly number[]) => ordinals.map((ordinal) => directory.titles[ordinal]!);

describe('the location tree', () => {
  it('lists regions core outward, then the others by name', () => {
    expect(places.regions()).toEqual([
      'Core Worlds',
      'Colonies',
      'Outer Rim Territories',
      'Unknown Regions',
      'Chiss Space',
      'Unknown region',
    ]);
  });

  it('lists systems of a region, then what stands in for unknown systems', () => {
    expect(places.systemsByRegion('outer rim TERRITORIES')).toEqual([
      'Dromund system',
      'Tatoo system',
      'Arkanis sector',
      'Old Space',
      'Outer Rim Territories',
    ]);
    expect(places.systemsByRegion('Core Worlds')).toEqual(['Coruscant system']);
    expect(places.systemsByRegion('Unknown region')).toEqual(['Unknown region']);
    expect(places.systemsByRegion('Elsewhere')).toEqual([]);
  });

  it('lists planets of a system, also those that only the system or their planet knows of', () => {
    expect(titlesOf(planetsOf('TATOO system'))).toEqual(['Ghomrassen', 'Second', 'Tatooine']);
    expect(titlesOf(planetsOf('Coruscant system'))).toEqual(['Coruscant', 'Hesperidium']);
    expect(titlesOf(planetsOf('Arkanis sector'))).toEqual(['Arkanis']);
    expect(titlesOf(planetsOf('Outer Rim Territories'))).toEqual(['Gate', 'Lonely']);
    expect(titlesOf(planetsOf('Old Space'))).toEqual(['Borderland']);
    expect(places.planetsBySystem('Nothing system')).toEqual({ ordinals: [], named: [] });
  });

  it('reaches every planet from the regions, once', () => {
    const reached = places
      .regions()
      .flatMap((region) => places.systemsByRegion(region))
      .flatMap((system) => titlesOf(planetsOf(system)));
    expect(reached.sort()).toEqual(
      ARTICLES.filter(({ category }) => category === 'planets')
        .map((a) => a.title)
        .sort(),
    );
  });

  it('has no dead ends', () => {
    for (const region of places.regions()) {
      expect([region, places.systemsByRegion(region)]).not.toEqual([region, []]);
      for (const system of places.systemsByRegion(region)) {
        const { ordinals, named } = places.planetsBySystem(system);
        expect([system, ordinals.length + named.length]).not.toEqual([system, 0]);
      }
    }
  });

  it('leads to planets that have places but no article, by what those places say', () => {
    expect(places.planetsBySystem('Dromund system')).toEqual({ ordinals: [], named: ['Dromund Kaas'] });
  });

  it('has each planet under the region that the planet tells', () => {
    for (const region of places.regions()) {
      for (const system of places.systemsByRegion(region)) {
        const regions = planetsOf(system).map((ordinal) => places.regionOf(ordinal) ?? 'Unknown region');
        expect(new Set(regions)).toEqual(new Set(regions.length > 0 ? [region] : []));
      }
    }
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
    expect(of('Odd')).toEqual([null, null]);
    expect(of('Gate')).toEqual(['Outer Rim Territories', null]);
    // Its own word counts more than its sector's, its system's more than its own.
    expect(of('Edge')).toEqual(['Colonies', null]);
    expect(of('Second')).toEqual(['Outer Rim Territories', 'Tatoo system']);
    expect(of('Mos Eisley')).toEqual([null, null]);
  });
});

describe('places on a planet', () => {
  it('are found through places within places, five deep', () => {
    expect(titlesOf(places.onPlanet('tatooine'))).toEqual([
      'Back room',
      'Cantina',
      'Cupboard',
      'Drawer',
      'Mos Eisley',
      'Wandering station',
    ]);
    expect(directory.titles[places.planetOf(directory.ordinal('Drawer'))]).toBe('Tatooine');
  });

  it('are found through the lists of their planet, through words, and through titles without an article', () => {
    expect(titlesOf(places.onPlanet('Ilum'))).toEqual([
      'Crystal Cave',
      'Eastern shelf',
      'Moon base',
      'Moon base door',
      'Temple cellar',
    ]);
  });

  it('may be on a planet that has no article', () => {
    expect(titlesOf(places.onPlanet('Dromund Kaas'))).toEqual(['Dark Temple', 'Kaas beach', 'Kaas market']);
    expect(places.planetOf(directory.ordinal('Dark Temple'))).toBe(-1);
  });

  it('are on the plain planet where the dataset lacks its /Legends twin', () => {
    expect(titlesOf(places.onPlanet('Coruscant'))).toEqual(['Old palace/Legends']);
  });

  it('are none where a circle of places leads nowhere, or an infobox names none', () => {
    for (const title of ['Ring A', 'Ring B', 'Self', 'Dune Sea', 'Asteroid base', 'Station room', 'Mess hall']) {
      expect(places.planetOf(directory.ordinal(title))).toBe(-1);
    }
    expect(places.onPlanet('Arkanis')).toEqual([]);
    expect(places.onPlanet('Unheard of')).toEqual([]);
    expect(places.onPlanet('forest moon')).toEqual([]);
    expect(places.onPlanet('')).toEqual([]);
  });

  it('are counted', () => {
    expect(directory.places).toMatchObject({
      planets: 16,
      planetsWithSystem: 5,
      planetsWithSectorOnly: 2,
      places: 22,
      placesThatNameAPlace: 19,
      placesOnAPlanet: 14,
      placesInSpace: 1,
    });
  });

  it('need no planets, regions or infoboxes at all', () => {
    const empty = new Places(buildDirectory([{ title: 'A', category: 'locations' }, { title: 'B' }]));
    expect(empty.regions()).toEqual([]);
    expect(empty.onPlanet('A')).toEqual([]);
    expect(empty.planetsBySystem('B')).toEqual({ ordinals: [], named: [] });
  });
});
