/** Labels of Wookieepedia's parameters, for dumps of it that do not bring the templates that define them. */
const STAR_WARS: Readonly<Record<string, string>> = {
  coordinates: 'Grid square',
  xyz: 'XYZ coordinates',
  distance: 'Distance from Core',
  orbited: 'Orbited body',
  position: 'Orbital position',
  routes: 'Trade routes',
  lengthday: 'Rotation period',
  lengthyear: 'Orbital period',
  water: 'Surface water',
  interest: 'Points of interest',
  otherlife: 'Other lifeforms',
  species: 'Native species',
  otherspecies: 'Other species',
  socialgroup: 'Socio-cultural group(s)',
  language: 'Primary language(s)',
  cities: 'Major cities',
  imports: 'Major imports',
  exports: 'Major exports',
  birth: 'Born',
  death: 'Died',
  hair: 'Hair color',
  feathers: 'Feather color',
  eyes: 'Eye color',
  skin: 'Skin color',
  cyber: 'Cybernetics',
  families: 'Family',
  parents: 'Parent(s)',
  partners: 'Partner(s)',
  siblings: 'Sibling(s)',
  affiliation: 'Affiliation(s)',
  skincolor: 'Skin color',
  haircolor: 'Hair color',
  eyecolor: 'Eye color',
  lifespan: 'Average lifespan',
  origin: 'Point of origin',
  sysmods: 'Modified systems',
  'max accel': 'Maximum acceleration',
  mglt: 'Megalight per hour',
  'max speed': 'Maximum speed',
  engine: 'Engine unit(s)',
  hyperdrive: 'Hyperdrive rating',
  hdrange: 'Hyperdrive range',
  hdsystem: 'Hyperdrive system',
  poweroutput: 'Power output',
  power: 'Power plant',
  'shield gen': 'Shielding',
  sensor: 'Sensor systems',
  target: 'Targeting systems',
  maincomp: 'Main computer',
  bays: 'Docking bays',
  escapepods: 'Escape craft',
  skeleton: 'Minimum crew',
  capacity: 'Cargo capacity',
  cargohandling: 'Cargo handling systems',
  lifesupport: 'Life-support systems',
  othersystems: 'Other systems',
  role: 'Role(s)',
  firstuse: 'Year introduced',
  owners: 'Owner(s)',
  captains: 'Commander(s)',
  registry: 'Registration number(s)',
};
/** Those that mean another thing in another of its templates. */
const STAR_WARS_BY_TYPE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  character: { species: 'Species', language: 'Language' },
  species: {
    class: 'Classification',
    height: 'Average height',
    length: 'Average length',
    mass: 'Average mass',
    language: 'Language',
  },
};

/** Labels of a wiki's parameters by their names in lower case: of one template, else of all. */
export interface KnownLabels {
  byType: Readonly<Record<string, Readonly<Record<string, string>>>>;
  all: Readonly<Record<string, string>>;
}

const NO_LABELS: KnownLabels = { byType: {}, all: {} };

/** The labels that apply to a universe: its definition's own, and for Star Wars those learned from its wiki. */
export function knownLabels(universe: string, own: Readonly<Record<string, string>> = {}): KnownLabels {
  const all = Object.fromEntries(Object.entries(own).map(([name, label]) => [name.toLowerCase(), label]));
  return universe === 'star_wars' ? { byType: STAR_WARS_BY_TYPE, all: { ...STAR_WARS, ...all } } : { byType: {}, all };
}

/** The label of a template's parameter: a known one, else its name made readable. */
export function parameterLabel(name: string, type = '', known: KnownLabels = NO_LABELS): string {
  const key = name.toLowerCase();
  const typed = Object.hasOwn(known.byType, type.toLowerCase()) ? known.byType[type.toLowerCase()] : undefined;
  if (typed && Object.hasOwn(typed, key)) return typed[key] ?? name;
  if (Object.hasOwn(known.all, key)) return known.all[key] ?? name;
  return readableName(name);
}

/** `birth_place`, `birthPlace` and `birth-place` are `Birth place`; `starring2` is `Starring 2`; `maxHP` is `Max HP`. */
export function readableName(name: string): string {
  const words = name
    .replace(/[\s_-]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})(?=(\p{Ll})?)/gu, (_, before: string, capital: string, after?: string) =>
      after === undefined ? `${before} ${capital}` : `${before} ${capital.toLowerCase()}`,
    )
    .replace(/(\p{L}{3,})(\d+)$/u, '$1 $2')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
