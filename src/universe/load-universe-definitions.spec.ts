import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRules } from './categorise';
import { loadUniverseDefinitions } from './load-universe-definitions';
import { BadDefinition, parseUniverseDefinition } from './parse-universe-definition';
import { genericDefinition, isUniverseId } from './universe-definition';

const bundled = join(__dirname, '../../universes');
const minimal = { id: 'mine', name: 'Mine', licence: { name: 'CC0' } };

function faults(json: unknown): string {
  try {
    parseUniverseDefinition(json, 'mine.json');
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(BadDefinition);
    return (error as Error).message;
  }
}

describe('the bundled universes', () => {
  it('load without a fault', async () => {
    const reports: string[] = [];
    const definitions = await loadUniverseDefinitions(bundled, (...report) => reports.push(report.join(': ')));
    expect(reports).toEqual([]);
    const files = (await readdir(bundled)).filter((name) => name.endsWith('.json'));
    expect([...definitions.keys()].sort()).toEqual(files.map((name) => name.replace('.json', '')).sort());
    expect(definitions.size).toBeGreaterThan(9);
    expect(definitions.get('star_wars')).toMatchObject({
      api: 'https://starwars.fandom.com/api.php',
      articleCategory: 'Canon articles',
      licence: { name: 'CC BY-SA 3.0' },
    });
    expect(definitions.get('star_trek')?.licence.name).toBe('CC BY-NC 4.0');
    expect(definitions.get('star_wars')?.regions.at(0)?.name).toBe('Deep Core');
  });

  it.each([
    ['star_trek', 'Sidebar planet', 'planets'],
    ['star_trek', 'sidebar starship class', 'vehicles'],
    ['star_trek', 'Sidebar actor', 'real_world'],
    ['lotr', 'Place infobox', 'locations'],
    ['lotr', 'Infobox Battle', 'battles'],
    ['harry_potter', 'Individual infobox', 'characters'],
    ['harry_potter', 'Spell infobox', 'abilities'],
    ['star_trek', 'Sidebar reference book', 'media'],
    ['star_trek', 'Sidebar individual', 'characters'],
    ['elder_scrolls', 'Online NPC Summary', 'characters'],
    ['elder_scrolls', 'Lore Place Summary', 'locations'],
    ['elder_scrolls', 'Quest Header', 'events'],
    ['elder_scrolls', 'Game Book', 'media'],
    ['elder_scrolls', 'Blades Weapon Summary', 'weapons'],
    ['runescape', 'Infobox Monster', 'creatures'],
    ['runescape', 'infobox_item', 'items'],
    ['runescape', 'Infobox Quest', 'events'],
    ['runescape', 'Infobox Scenery', 'locations'],
    ['runescape', 'Infobox Skill', 'abilities'],
    ['pokemon', 'Pokémon Infobox', 'creatures'],
    ['pokemon', 'MoveInfobox', 'abilities'],
    ['pokemon', 'AbilityInfobox/header', 'abilities'],
    ['pokemon', 'TownInfobox', 'locations'],
    ['pokemon', 'GameInfobox', 'media'],
    ['doctor_who', 'Infobox Audio Series', 'media'],
    ['doctor_who', 'Infobox Event or Exhibition', 'events'],
    ['doctor_who', 'Infobox Organisation', 'organizations'],
    ['doctor_who', 'Infobox Object', 'items'],
    ['minecraft', 'Infobox entity', 'creatures'],
    ['minecraft', 'Infobox biome', 'locations'],
    ['minecraft', 'Infobox enchantment', 'abilities'],
    ['none', 'MonsterInfo', 'creatures'],
    ['none', 'Infobox_monsters', 'creatures'],
    ['none', 'CharacterBox/Infobox', 'characters'],
    ['none', 'Character/Infobox', 'characters'],
    ['none', 'Named character infobox', 'characters'],
    ['none', 'Space pirate', 'characters'],
    ['none', 'ItemData', 'items'],
    ['none', 'Quest or Mission', 'events'],
    ['none', 'WeaponTemplate', 'weapons'],
    ['none', 'Infobox Comic issue', 'other'],
    ['none', 'Zorblax', 'other'],
  ])('%s: the infobox %s is %s', async (id, type, category) => {
    const definition = (await loadUniverseDefinitions(bundled, fail)).get(id);
    const categoriser = compileRules(definition ?? genericDefinition('none'));
    const evidence = { infobox: { type, fields: [] }, wikiCategories: [], stated: null };
    expect(categoriser.categorise(evidence).category).toBe(category);
  });

  it.each([
    ['star_trek', 'Federation starships', 'vehicles'],
    ['star_trek', 'TNG performers', 'real_world'],
    ['star_trek', 'Klingons', 'characters'],
    ['lotr', 'Hobbits', 'characters'],
    ['lotr', 'Regions of Middle-earth', 'locations'],
    ['lotr', 'Swords', 'weapons'],
    ['harry_potter', 'Hogwarts houses', 'organizations'],
    ['harry_potter', 'Healing spells', 'abilities'],
    ['harry_potter', 'Wands', 'weapons'],
  ])('%s: the wiki category "%s" means %s', async (id, name, category) => {
    const definition = (await loadUniverseDefinitions(bundled, fail)).get(id);
    const categoriser = compileRules(definition ?? genericDefinition('none'));
    expect(categoriser.categorise({ infobox: null, wikiCategories: [name], stated: null }).category).toBe(category);
  });
});

describe('a folder of universes', () => {
  let dir: string;
  beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'universes-'))));
  afterEach(() => rm(dir, { recursive: true }));

  it('loads what is good and reports the rest', async () => {
    await writeFile(join(dir, 'a.json'), '\uFEFF' + JSON.stringify(minimal));
    await writeFile(join(dir, 'b.json'), JSON.stringify(minimal));
    await writeFile(join(dir, 'c.json'), '{"id": "c"');
    await writeFile(join(dir, 'notes.txt'), 'not a universe');
    const reports: string[] = [];
    const definitions = await loadUniverseDefinitions(dir, (name, reason) => reports.push(`${name} | ${reason}`));
    expect([...definitions.keys()]).toEqual(['mine']);
    expect(reports).toEqual([
      expect.stringMatching(/^b\.json \| .*another file defines "mine"/),
      expect.stringMatching(/^c\.json \| .*not JSON/),
    ]);
  });

  it('that is missing is empty', async () => {
    expect(await loadUniverseDefinitions(join(dir, 'nothing'), fail)).toEqual(new Map());
  });
});

function fail(fileName: string, reason: string): void {
  throw new Error(`${fileName}: ${reason}`);
}

describe('parseUniverseDefinition', () => {
  it('needs an id, a name and a licence', () => {
    expect(parseUniverseDefinition(minimal, 'mine.json')).toMatchObject({ id: 'mine', api: null, regions: [] });
    expect(faults({})).toMatch(/id must be a text; name must be a text; licence must be an object/);
  });

  it.each([
    ['id', 'canon', /must not be one of canon, locations/],
    ['id', 'image-proxy', /lower-case letter/],
    ['id', 'Star', /lower-case letter/],
    ['id', 'a'.repeat(51), /lower-case letter/],
    ['api', 'ftp://x', /api must be an http\(s\) address/],
    ['articleUrl', 'https://x/wiki', /articleUrl must contain \$1/],
    ['imageHosts', ['https://x'], /imageHosts "https:\/\/x" is not a host/],
    ['imageHosts', 'x', /imageHosts must be a list/],
    ['imageHost', ['x'], /unknown member "imageHost"/],
    ['html', 'sometimes', /html must be one of auto, always, never/],
    ['html', true, /html must be one of auto, always, never/],
    ['regions', [5], /regions\[0\] must be an object/],
    ['rules', { infobox: { planet: ['Planet'] } }, /rules\.infobox has the unknown member "planet"/],
    ['rules', { infobox: { planets: [{ type: 'P', field: 'F' }] } }, /rules\.infobox\.planets\[0\]\.beginsWith/],
    ['rules', { wikiCategories: { planets: [5] } }, /rules\.wikiCategories\.planets\[0\] must be a text/],
  ])('says what is wrong with %s %j', (member, value, message) => {
    expect(faults({ ...minimal, [member]: value })).toMatch(message);
  });

  it('takes hosts with ports and wildcards', () => {
    const imageHosts = ['cdn.example.org', '*.example.org', '127.0.0.1:9099', 'Static.Example.ORG'];
    expect(parseUniverseDefinition({ ...minimal, imageHosts }, 'x').imageHosts).toEqual([
      ...imageHosts.slice(0, 3),
      'static.example.org',
    ]);
  });
});

describe('a universe without a file', () => {
  it('has a readable name and the general rules', () => {
    const definition = genericDefinition('middle_earth_2');
    expect(definition.name).toBe('Middle Earth 2');
    const infobox = { type: 'Infobox Planet', fields: [] };
    expect(compileRules(definition).categorise({ infobox, wikiCategories: [], stated: null }).category).toBe('planets');
  });

  it.each([
    'canon',
    'locations',
    'items',
    'cache',
    'universes',
    'categories',
    'image-proxy',
    'api',
    'docs',
    'status',
    '',
    'A',
    '1a',
    '__proto__',
  ])('cannot be called %j', (id) => expect(isUniverseId(id)).toBe(false));
});
