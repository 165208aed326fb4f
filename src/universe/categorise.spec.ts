import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Infobox } from './article';
import { compileRules } from './categorise';
import { parseUniverseDefinition } from './parse-universe-definition';
import { genericDefinition } from './universe-definition';

const universes = join(__dirname, '../../universes');
const starWars = compileRules(
  parseUniverseDefinition(JSON.parse(readFileSync(join(universes, 'star_wars.json'), 'utf8')), 'star_wars.json'),
);
const generic = compileRules(genericDefinition('anything'));

function infobox(type: string | null, fields: Record<string, string> = {}): Infobox {
  return {
    type,
    fields: Object.entries(fields).map(([label, value]) => ({ label, values: [value], links: [] })),
  };
}

const none = { infobox: null, wikiCategories: [], stated: null };

/** The table of the contract, section 4, word for word. */
const STAR_WARS_TYPES: Record<string, string> = {
  characters: 'Character',
  species: 'Species',
  creatures: 'Pet',
  droids: 'Droid, Droid_series',
  planets: 'Planet, Moon, CelestialBody',
  astronomy: 'System, Star, Star_type, Star_cluster, Sector, Region, Nebula, Constellation, Galaxy, Trade_route',
  locations: 'Location, Structure, City, Store, Space_station, Racing_track',
  organizations: 'Organization, Company, Government, Military_unit, Fleet, Religion, Band, Family, Cultural_group',
  battles: 'Battle, War, Campaign, Duel, Mission',
  events: 'Event, Election, Treaty, Holiday, Competition, Sport',
  weapons: 'Weapon, Lightsaber',
  armor: 'Armor, Clothing',
  vehicles:
    'Starship_class, Individual_ship, Ship_series, Ground_vehicle, Repulsorlift_vehicle, Air_vehicle, Aquatic_vehicle, Vehicle',
  items: 'Device, Artifact, Holocron_infobox, Substance, Food, Medal, Currency, Symbol, IU_media',
  abilities: 'Force_power, Lightsaber_form, Tactics',
  lore: 'Language, Era, Year, Deity, Law, Disease, Plant, Game, Title_infobox, Title_or_position',
  media:
    'Book, Comic_book, Comic_series, Comic_story, Comic_story_arc, Comic_strip, Magazine, Magazine_article, Reference_book, Short_story, Media, Television_series, Television_season, Television_episode, Movie, Documentary, Video_game, Audiobook, Trade_paperback, Card_game, RPG_adventure, Board_game, Toy_line, Soundtrack, Music, Book_series, Home_video, Webstrip, Website, Live_show',
  real_world: 'Person, Musician, OOU_company, Filming_location',
};

describe('by infobox type', () => {
  const types = Object.entries(STAR_WARS_TYPES).flatMap(([category, names]) =>
    names.split(', ').map((type) => [type, category] as const),
  );

  it.each(types)('%s is %s, however it is spelt', (type, category) => {
    const words = type.replace(/_/g, ' ');
    const camel = words.replace(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase());
    for (const spelling of [type, words, words.toLowerCase(), camel, `Template:${type}`]) {
      const found = starWars.categorise({ ...none, infobox: infobox(spelling), wikiCategories: ['Books'] });
      expect([spelling, found.category]).toEqual([spelling, category]);
    }
  });

  it.each([
    ['Non-sentient', 'creatures'],
    ['Nonsentient', 'creatures'],
    ['Non-Sentient', 'creatures'],
    ['Sentient', 'species'],
    ['Likely non-sentient', 'species'],
    ['Semi-sentient', 'species'],
  ])('a Species with the Designation %s is %s', (designation, category) => {
    const box = infobox('Species', { Titles: 'Nona', Designation: designation });
    expect(starWars.categorise({ ...none, infobox: box }).category).toBe(category);
  });

  it('leaves a type that no rule knows to the wiki categories', () => {
    const box = infobox('Constructor');
    expect(starWars.categorise({ ...none, infobox: box, wikiCategories: ['Battle droids'] }).category).toBe('droids');
    expect(starWars.categorise({ ...none, infobox: box }).category).toBe('other');
    expect(starWars.categorise({ ...none, infobox: infobox('__proto__') }).category).toBe('other');
  });
});

describe('a stated category', () => {
  it('stands against wiki categories, also one of no list', () => {
    const found = starWars.categorise({ ...none, stated: 'constructor', wikiCategories: ['Planets'] });
    expect(found).toEqual({ category: 'constructor', others: ['planets'] });
  });

  it('is overruled by the infobox of a native record, and kept', () => {
    const found = starWars.categorise({ ...none, stated: 'items', infobox: infobox('Planet') });
    expect(found).toEqual({ category: 'planets', others: ['items'] });
  });

  it('stands where the infobox has no rule', () => {
    expect(starWars.categorise({ ...none, stated: 'items', infobox: infobox('Unheard of') }).category).toBe('items');
  });
});

const NAMES: Record<string, string> = {
  characters: `Individuals; Inhabitants of Tatooine; Galactic Empire individuals; Members of the Order of the Phoenix;
    Weapons designers; Battle of Hoth participants; Alliance to Restore the Republic individuals; Bounty hunters;
    Characters born on Naboo; Princes and princesses; Starship captains; Order of the Phoenix members; Males;
    Lord of the Rings characters; Deceased people; Planetary governors; Droid engineers; Stormtroopers;
    Confederacy of Independent Systems individuals; Women; Noblemen; Hogwarts headmasters; Thieves; Swordsmen and soldiers`,
  species: `Sentient species; Reptilian species; Humanoids; Species; Species with tails; Races`,
  creatures: `Creatures of Naboo; Non-sentient species; Nonsentient species; Birds; Magical beasts; Dragons; Wolves;
    Aquatic animals; Desert creatures; Fish`,
  droids: `Battle droids; Protocol droids; Droids; Droid models; Droid series; Droids by class; Robots;
    Sith-built droids; Command and control droids; Androids`,
  planets: `Planets; Outer Rim planets; Moons of Endor; Gas giants; Planets in the Corellian sector; Desert planets;
    Unnamed planets; Homeworlds; Planets with rings; Dwarf planets; Planets and moons; Star planets`,
  astronomy: `Star systems; Systems; Binary star systems; Nebulae; Sectors; Constellations; Hyperspace routes;
    Arkanis sector systems; Galaxies; Star clusters; Types of stars; Black holes; Regions of the galaxy; Star types`,
  locations: `Locations on Naboo; Cities; Weapons factories; Space stations; Temples of the Jedi Order; Cantinas;
    Prisoner-of-war camps; Droid factories; Rivers; Mountain ranges; Planetary capitals; Power plants; Bodies of water;
    Starship hangars; Military bases; Outer Rim locations; Weapon shops`,
  organizations: `Weapons manufacturers; Starship manufacturers; Droid manufacturers; Military units; Political parties;
    Clans; Armies; Criminal organizations; Companies; Jedi organizations; Resistance cells; Noble families;
    Vehicle manufacturers; Armor companies; Sports teams; Noble houses; Planetary governments; Book clubs`,
  battles: `Battles of the Clone Wars; Battles; Naval battles; Duels; Sieges; Civil wars; Space battles; Missions`,
  events: `Elections; Treaties; Festivals; Holidays; Sports; Planetary disasters; Massacres; Competitions; Weddings`,
  weapons: `Weapons; Blaster pistols; Lightsabers; Weapons of mass destruction; Droid weapons; Starship weapons;
    Swords; Types of weapons; Knives; Axes; Vehicle weapons; Weapon systems; Planet-destroying superweapons; Missiles;
    Torpedoes; Melee weapons`,
  armor: `Armor; Mandalorian armor; Helmets; Clothing; Armor types; Robes; Uniforms; Armour; Space suits`,
  vehicles: `Armored vehicles; Vehicles; Starship classes; Star cruisers; Individual ships; Battleships; Starfighters;
    Spacecraft; Speeder bikes; Starships; Ground vehicles; Ships of the line; Droid starfighters; Weapon transports;
    Escape pods; Battle tanks; Troop carriers`,
  items: `Artifacts; Foods; Currencies; Medals; Minerals; Kyber crystals; Devices; Musical instruments; Symbols;
    Magical objects; Beverages; Potions; Documents; Planetary flags; Droid tools`,
  technology: `Technology; Engines; Computers; Hyperdrives; Life support systems; Starship components; Sensors;
    Navigation systems; Weapons technology; Computer programs; Shield generators`,
  abilities: `Force powers; Spells; Lightsaber forms; Combat tactics; Abilities; Martial arts; Weapon skills`,
  lore: `Languages; Plants; Diseases; Deities; Eras; Years; Laws; Military ranks; Trees; Games; Flora of Felucia;
    Titles; Calendars; Myths; Droid languages; Political systems`,
  media: `Star Wars films; Novels; Episodes; Comic books; Video games; Television series; Star Wars: The Clone Wars episodes;
    Reference books; Short stories; Soundtracks; Weapons guidebooks; Toys; Real-world magazines; Audiobooks`,
  real_world: `Actors; Voice actors; Directors; Real-world people; Writers; Filming locations; Composers; Real-life places`,
};

/** Names that carry the word of a category and yet say nothing of what their articles are. */
const SILENT = `Star Wars; Battle of Endor; Canon articles; Articles needing images of planets; Pages with missing planets;
  Jedi archives stubs; Planetology; Order of the Phoenix; Confederacy of Independent Systems; Starkiller; Warfare; Weaponless;
  Coruscant; Skywalker family; Lists of planets; Types; Planetary; Articles with conjectural titles; constructor; __proto__;
  Category:; ; (); and; of; Images of droids; Force-sensitivity; Death Star; 0 BBY; Battlefront II; 惑星`;

describe('by wiki category', () => {
  const names = Object.entries(NAMES).flatMap(([category, list]) =>
    list.split(/;\s*/).map((name) => [name, category] as const),
  );

  it.each(names)('"%s" means %s', (name, category) => {
    expect(generic.categorise({ ...none, wikiCategories: [name] })).toEqual({ category, others: [] });
    const spelling = `Category:${name.replace(/ /g, '_')}`;
    expect(generic.categorise({ ...none, wikiCategories: [spelling] }).category).toBe(category);
  });

  it.each(SILENT.split(/;\s*/))('"%s" says nothing', (name) => {
    expect(starWars.categorise({ ...none, wikiCategories: [name] })).toEqual({ category: 'other', others: [] });
  });

  it.each([
    [['Weapons', 'Battle droids'], 'droids', ['weapons']],
    [['Armor', 'Armored vehicles'], 'vehicles', ['armor']],
    [['Weapons manufacturers', 'Weapons'], 'organizations', ['weapons']],
    [['Outer Rim locations', 'Planets'], 'planets', ['locations']],
    [['Individuals', 'Galactic Republic individuals', 'Astromech droids'], 'droids', ['characters']],
    [['Star systems', 'Outer Rim Territories', 'Planets'], 'astronomy', ['planets']],
    [['Canon articles', 'Planets'], 'planets', []],
    [['Sentient species', 'Books'], 'media', ['species']],
  ])('of %j the most specific counts: %s', (wikiCategories, category, others) => {
    const found = starWars.categorise({ ...none, wikiCategories });
    expect(found).toEqual({ category, others });
    expect(starWars.categorise({ ...none, wikiCategories: [...wikiCategories].reverse() })).toEqual(found);
  });

  it('knows what only this universe calls so', () => {
    const category = (name: string) => starWars.categorise({ ...none, wikiCategories: [name] }).category;
    expect(category('Jedi')).toBe('characters');
    expect(category('TIE fighters')).toBe('vehicles');
    expect(category('X-wings')).toBe('vehicles');
    expect(category('IU medias')).toBe('items');
  });
});

it('F72 long and hostile names take no time', () => {
  for (const name of [
    'a'.repeat(50_000) + '!',
    'a-'.repeat(25_000),
    '('.repeat(50_000),
    'of '.repeat(20_000),
    'a-(, '.repeat(50),
  ]) {
    const start = performance.now();
    generic.categorise({ ...none, wikiCategories: [name] });
    expect(performance.now() - start).toBeLessThan(1000);
  }
});
