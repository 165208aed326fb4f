/** How a field's values come about. */
export type ValueRule =
  | { from: 'articles'; kind: string; least: number; most: number }
  | { from: 'list'; options: readonly string[]; most: number }
  | { from: 'number'; low: number; high: number; unit: string }
  | { from: 'year' }
  | { from: 'region' };

export interface FieldRule {
  label: string;
  /** How often the field is there, 0 to 1. */
  often: number;
  value: ValueRule;
}

export interface Kind {
  /** The infobox type; `` for articles without an infobox. */
  type: string;
  /** Articles in a thousand. */
  share: number;
  /** `*` stands for the article's own word; one of several by chance. */
  titles: readonly string[];
  /** Wiki categories, one of them by chance; further ones follow from the fields. */
  categories: readonly string[];
  fields: readonly FieldRule[];
}

/** Regions, core outward. */
export const REGIONS = [
  'Inner Lights',
  'Middle Lights',
  'Lesser Lights',
  'Outer Banks',
  'Far Shoals',
  'Uncharted Deep',
] as const;

const articles = (kind: string, least = 1, most = least): ValueRule => ({ from: 'articles', kind, least, most });
const list = (options: string, most = 1): ValueRule => ({ from: 'list', options: options.split(', '), most });
const number = (low: number, high: number, unit = ''): ValueRule => ({ from: 'number', low, high, unit });
const year: ValueRule = { from: 'year' };
const region: ValueRule = { from: 'region' };

/** `'Homeworld 0.45'` and how its values come about. */
function fields(rules: Record<string, ValueRule>): FieldRule[] {
  return Object.entries(rules).map(([name, value]) => {
    const at = name.lastIndexOf(' ');
    return { label: name.slice(0, at), often: Math.min(0.97, Number(name.slice(at + 1)) * 1.5), value };
  });
}

function kind(type: string, share: number, titles: string, categories: string, rules: Record<string, ValueRule>): Kind {
  return { type, share, titles: titles.split('; '), categories: categories.split('; '), fields: fields(rules) };
}

const COLORS = 'Black, Brown, Blue, Green, Grey, White, Red, Amber, Gold, Violet';
const PUBLICATION = {
  'Author(s) 0.8': articles('Person', 1, 2),
  'Publisher 0.8': articles('Company', 1),
  'Release date 0.85': year,
  'Pages 0.7': number(24, 640),
  'Series 0.5': articles('Book', 1),
  'Timeline 0.3': year,
};

/** What the invented universe consists of, in about the proportions of a real wiki of a fictional universe. */
export const KINDS: readonly Kind[] = [
  kind(
    'Character',
    190,
    'Aro *; Bela *; Cato *; Dena *; Eli *; Fay *; Goro *; Hana *; Ivo *; Juno *; Kes *; Lio *; Mara *; Nils *; Ona *; Pax *',
    'Individuals',
    {
      'Species 0.76': articles('Species'),
      'Gender 0.86': list('Male, Female'),
      'Homeworld 0.45': articles('Planet'),
      'Born 0.2': year,
      'Died 0.25': year,
      'Hair color 0.32': list(COLORS),
      'Eye color 0.39': list(COLORS),
      'Skin color 0.48': list(`${COLORS}, Light, Dark, Pale`),
      'Affiliation(s) 0.73': articles('Organization', 1, 3),
      'Masters 0.1': articles('Character', 1, 2),
    },
  ),
  kind('Person', 75, 'Anna *; Bruno *; Clara *; David *; Emil *; Flora *; Hugo *; Irene *', 'Persons', {
    'Occupation 0.9': list('Writer, Artist, Actor, Editor, Composer, Designer', 3),
    'Nationality 0.43': list('Northern, Southern, Eastern, Western'),
    'Born 0.3': year,
    'Website 0.2': list('official site'),
  }),
  kind('Location', 44, '* Valley; * Plains; * Reef; * Forest; * District; Mount *', 'Locations', {
    'Planet 0.6': articles('Planet'),
    'Location 0.5': articles('City', 1, 2),
    'Points of interest 0.2': articles('Structure', 1, 3),
    'Affiliation 0.2': articles('Organization'),
  }),
  kind('Species', 43, '*', 'Species', {
    'Designation 0.5': list('Sentient, Sentient, Non-sentient, Semi-sentient'),
    'Classification 0.5': list('Mammal, Reptile, Insectoid, Avian, Amphibian, Plant'),
    'Homeworld 0.6': articles('Planet'),
    'Skin color 0.3': list(COLORS, 3),
    'Distinctions 0.4': list('Long ears, Six limbs, Luminous skin, Perfect memory, Hollow bones', 3),
    'Average height 0.3': number(1, 4, 'meters'),
    'Language 0.2': articles('Language'),
  }),
  kind('Planet', 41, '*', 'Planets', {
    'Region 0.8': region,
    'Sector 0.6': articles('Sector'),
    'System 0.7': articles('System'),
    'Climate 0.3': list('Temperate, Arid, Cold, Hot, Humid', 2),
    'Primary terrain 0.3': list('Forest, Ocean, Mountains, Desert, Plains, Cities, Swamp', 4),
    'Points of interest 0.3': articles('Structure', 1, 4),
    'Native species 0.3': articles('Species', 1, 2),
    'Moons 0.2': articles('Moon', 1, 2),
    'Grid coordinates 0.6': number(1, 22),
    'Affiliation(s) 0.3': articles('Organization', 1, 3),
  }),
  kind('Structure', 40, '* Tower; * Temple; * Palace; * Station; * Hall; * Prison', 'Structures', {
    'Location 0.8': articles('City', 1, 1),
    'Planet 0.5': articles('Planet'),
    'Constructed 0.2': year,
    'Affiliation 0.4': articles('Organization', 1, 2),
    'Headquarters 0.2': articles('Company'),
  }),
  kind('Organization', 32, '* Guild; * Syndicate; * Order; * Alliance; House *; * Council', 'Organizations', {
    'Organization type 0.5': list('Guild, Syndicate, Order, Alliance, Gang, Council'),
    'Leader(s) 0.5': articles('Character', 1, 3),
    'Headquarters 0.5': articles('Planet'),
    'Founded 0.3': year,
    'Affiliation 0.4': articles('Organization', 1, 2),
    'Locations 0.3': articles('Planet', 1, 4),
  }),
  kind('Magazine', 30, '* Monthly; * Quarterly', 'Magazines', PUBLICATION),
  kind('Individual_ship', 25, 'The *', 'Individual ships', {
    'Class 0.8': articles('Starship_class'),
    'Manufacturer 0.4': articles('Company'),
    'Owner(s) 0.4': articles('Character', 1, 3),
    'Length 0.3': number(8, 1900, 'meters'),
    'Crew 0.3': number(1, 3000),
    'Armament 0.2': articles('Weapon', 1, 3),
    'Role(s) 0.4': list('Freighter, Cruiser, Yacht, Scout, Transport', 2),
    'Present for battles/events 0.4': articles('Battle', 1, 3),
    'Affiliation 0.7': articles('Organization', 1, 3),
  }),
  kind('Device', 25, '* scanner; * lamp; * engine; * key', 'Devices', {
    'Manufacturer 0.5': articles('Company'),
    'Purpose 0.6': list('Lighting, Repair, Navigation, Medicine, Communication'),
    'Affiliation 0.4': articles('Organization', 1, 2),
  }),
  kind('Weapon', 24, '* rifle; * pistol; * blade; * cannon', 'Weapons', {
    'Model 0.4': list('Mark I, Mark II, Mark III, Mark IV'),
    'Manufacturer 0.5': articles('Company'),
    'Type 0.8': list('Rifle, Pistol, Blade, Cannon'),
    'Range 0.2': number(5, 900, 'meters'),
    'Cost 0.2': number(50, 20_000, 'credits'),
    'Affiliation 0.5': articles('Organization', 1, 3),
  }),
  kind('Battle', 24, 'Battle of *; Siege of *; Raid on *', 'Battles', {
    'Conflict 0.7': articles('War'),
    'Date 0.8': year,
    'Place 0.95': articles('Planet'),
    'Outcome 0.9': list('Victory, Defeat, Stalemate, Retreat'),
    'Combatants 0.8': articles('Organization', 2, 4),
    'Commanders 0.6': articles('Character', 1, 4),
  }),
  kind('System', 23, '* system', 'Systems', {
    'Region 0.85': region,
    'Sector 0.6': articles('Sector'),
    'Orbits 0.5': articles('Planet', 1, 3),
    'Suns 0.2': articles('Star'),
  }),
  kind('Comic_book', 23, 'Tales of *', 'Comic books', PUBLICATION),
  kind('Reference_book', 22, 'The * Guide', 'Reference books', PUBLICATION),
  kind('Droid', 21, '*-9; *-4X; Unit *', 'Droids', {
    'Class 0.6': list('Mending droid, Battle droid, Protocol droid, Medical droid'),
    'Manufacturer 0.3': articles('Company'),
    'Plating color 0.6': list(COLORS),
    'Sensor color 0.5': list(COLORS),
    'Affiliation(s) 0.6': articles('Organization', 1, 2),
    'Model 0.4': articles('Droid_series'),
  }),
  kind('Food', 18, '* stew; * bread; * wine', 'Foods', {
    'Place 0.5': articles('Planet'),
    'Type 0.5': list('Dish, Drink, Fruit, Spice'),
  }),
  kind('Title_infobox', 17, 'Warden of *; Speaker of *', 'Titles', {
    'Organization 0.8': articles('Organization'),
    'Notable 0.4': articles('Character', 1, 3),
  }),
  kind('Company', 17, '* Works; * Industries; * Yards', 'Companies', {
    'Headquarters 0.5': articles('Planet'),
    'Leader(s) 0.4': articles('Character'),
    'Major product(s) 0.6': articles('Device', 1, 3),
    'Affiliation 0.5': articles('Organization'),
  }),
  kind('Military_unit', 16, '* Squadron; * Battalion', 'Military units', {
    'Military unit type 0.6': list('Squadron, Battalion, Legion'),
    'Commanding officer(s) 0.6': articles('Character', 1, 2),
    'Notable battles 0.5': articles('Battle', 1, 4),
    'Affiliation 0.9': articles('Organization', 1, 2),
  }),
  kind('Book', 16, 'The * Letters; A Night on *', 'Books', PUBLICATION),
  kind('Starship_class', 15, '*-class cruiser; *-class freighter', 'Starship classes', {
    'Manufacturer 0.7': articles('Company'),
    'Length 0.6': number(8, 1900, 'meters'),
    'Engine unit(s) 0.5': list('Twin drive, Ion array, Sail, Quad drive'),
    'Armament 0.5': articles('Weapon', 1, 4),
    'Crew 0.5': number(1, 3000),
    'Role(s) 0.7': list('Freighter, Cruiser, Yacht, Scout, Transport', 2),
    'Affiliation 0.8': articles('Organization', 1, 3),
  }),
  kind('Year', 13, '# AC', 'Years', {
    'Events 0.8': articles('Battle', 1, 4),
    'Births 0.5': articles('Character', 1, 3),
  }),
  kind('Media', 13, 'The * Broadcast', 'Medias', PUBLICATION),
  kind('City', 13, '* City; Port *; New *', 'Cities', {
    'Planet 0.95': articles('Planet'),
    'Points of interest 0.5': articles('Structure', 1, 4),
    'Population 0.2': number(1000, 9_000_000),
    'Affiliation 0.4': articles('Organization', 1, 2),
  }),
  kind('Television_episode', 12, 'The Return to *', 'Television episodes', {
    'Episode 0.9': number(1, 26),
    'Director(s) 0.9': articles('Person'),
    'Air date 0.9': year,
  }),
  kind('Droid_series', 10, '*-series droid', 'Droid series', {
    'Manufacturer 0.8': articles('Company'),
    'Class 0.8': list('Mending droid, Battle droid, Protocol droid'),
  }),
  kind('Mission', 10, 'Mission to *; Rescue on *', 'Missions', {
    'Date 0.8': year,
    'Place 0.9': articles('Planet'),
    'Participants 0.8': articles('Character', 1, 5),
    'Outcome 0.8': list('Success, Failure'),
  }),
  kind('Short_story', 9, 'A Song for *', 'Short stories', PUBLICATION),
  kind('Event', 8, '* Festival; Fall of *', 'Events', {
    'Date 0.6': year,
    'Place 0.8': articles('Planet'),
    'Participants 0.5': articles('Character', 1, 3),
  }),
  kind('Substance', 8, '* ore; * oil; * crystal', 'Substances', {
    'Found on 0.8': articles('Planet', 1, 2),
    'Color 0.4': list(COLORS),
  }),
  kind('Repulsorlift_vehicle', 8, '* skiff; * speeder', 'Repulsorlift vehicles', {
    'Manufacturer 0.7': articles('Company'),
    'Length 0.4': number(2, 40, 'meters'),
    'Crew 0.3': number(1, 6),
    'Affiliation 0.6': articles('Organization'),
  }),
  kind('Plant', 7, '* flower; * tree', 'Plants', { 'Place 0.7': articles('Planet') }),
  kind('Sector', 6, '* sector', 'Sectors', {
    'Region 0.9': region,
    'Systems 0.5': articles('System', 1, 4),
    'Planets 0.5': articles('Planet', 1, 4),
  }),
  kind('Moon', 6, '* Minor', 'Moons', {
    'Region 0.7': region,
    'System 0.5': articles('System'),
    'Orbits 0.9': articles('Planet'),
  }),
  kind('Fleet', 6, '* Fleet', 'Fleets', {
    'Commanding officer(s) 0.7': articles('Character'),
    'Affiliation 0.9': articles('Organization'),
  }),
  kind('Artifact', 6, 'Crown of *; Mask of *', 'Artifacts', {
    'Owners 0.5': articles('Character', 1, 2),
    'Found on 0.5': articles('Planet'),
  }),
  kind('Language', 5, 'Old *; *ish', 'Languages', { 'Species 0.8': articles('Species') }),
  kind('Pet', 4, 'Little *', 'Pets', { 'Species 0.9': articles('Species'), 'Owner(s) 0.8': articles('Character') }),
  kind('Space_station', 4, '* Anchorage', 'Space stations', {
    'Region 0.7': region,
    'System 0.8': articles('System'),
    'Affiliation 0.8': articles('Organization'),
  }),
  kind('Star', 4, '* Prime', 'Stars', { 'System 0.9': articles('System') }),
  kind('Armor', 3, '* plate; * helmet', 'Armor', {
    'Manufacturer 0.6': articles('Company'),
    'Affiliation 0.7': articles('Organization'),
  }),
  kind('Clothing', 3, '* cloak', 'Clothing', { 'Affiliation 0.8': articles('Organization') }),
  kind('Force_power', 3, '* calling', 'Abilities', { 'Users 0.8': articles('Character', 1, 3) }),
  kind('War', 3, '* War', 'Wars', { 'Date 0.8': year, 'Combatants 0.9': articles('Organization', 2, 4) }),
  kind('Ground_vehicle', 3, '* crawler', 'Ground vehicles', { 'Manufacturer 0.7': articles('Company') }),
  kind(
    '',
    52,
    '* affair; * custom; * crew',
    'Battle droids; Star systems; Armored vehicles; Weapons manufacturers; Bounty hunters; Legends',
    {},
  ),
];
