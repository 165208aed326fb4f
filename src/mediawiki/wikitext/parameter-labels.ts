/**
 * Labels of parameters where the dump does not bring the template that defines them: Wookieepedia's, whose names many
 * wikis share. A parameter that is not listed is its own label.
 */
const LABELS: Readonly<Record<string, string>> = {
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
/** Labels that mean another thing in another template. */
const BY_TYPE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  character: { species: 'Species', language: 'Language' },
  species: {
    class: 'Classification',
    height: 'Average height',
    length: 'Average length',
    mass: 'Average mass',
    language: 'Language',
  },
};

/** The label of a template's parameter. */
export function parameterLabel(name: string, type = ''): string {
  const key = name.toLowerCase();
  const special = Object.hasOwn(BY_TYPE, type.toLowerCase()) ? BY_TYPE[type.toLowerCase()] : undefined;
  if (special && Object.hasOwn(special, key)) return special[key] ?? name;
  if (Object.hasOwn(LABELS, key)) return LABELS[key] ?? name;
  const words = name.replace(/[\s_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
