/** What a labelled line of an infobox says about where things are. */
export const ROLES = [
  /** The planet or moon that a place (or a moon) belongs to. */
  'body',
  /** Where a place is, in words and links, the nearest first. */
  'location',
  'system',
  'sector',
  'region',
  /** Places that lie in this one. */
  'hasPlaces',
  /** Planets, moons, systems and sectors that belong to this one; stations are no bodies. */
  'hasBodies',
  /** Where somebody or a species comes from: a planet, whether it has an article or not. */
  'homeworld',
] as const;
export type Role = (typeof ROLES)[number];

const ROLE_OF_LABEL: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['moon', 'body'],
  ['planet', 'body'],
  ['celestial body', 'body'],
  ['world', 'body'],
  ['location', 'location'],
  ['locations', 'location'],
  ['place', 'location'],
  ['city', 'location'],
  ['continent', 'location'],
  ['system', 'system'],
  ['star system', 'system'],
  ['sector', 'sector'],
  ['region', 'region'],
  ['regions', 'region'],
  ['interest', 'hasPlaces'],
  ['point of interest', 'hasPlaces'],
  ['points of interest', 'hasPlaces'],
  ['places of interest', 'hasPlaces'],
  ['cities', 'hasPlaces'],
  ['major cities', 'hasPlaces'],
  ['settlements', 'hasPlaces'],
  ['landmarks', 'hasPlaces'],
  ['capital', 'hasPlaces'],
  ['homeworld', 'homeworld'],
  ['home planet', 'homeworld'],
  ['moons', 'hasBodies'],
  ['orbits', 'hasBodies'],
  ['orbiting bodies', 'hasBodies'],
  ['planets', 'hasBodies'],
  ['other planets', 'hasBodies'],
  ['systems', 'hasBodies'],
  ['other systems', 'hasBodies'],
  ['sectors', 'hasBodies'],
]);

const REMEMBERED_LABELS = 10_000;
const remembered = new Map<string, Role | null>();

/** Role of a label ("Points of interest", "Region(s)"), or null. Wikis have a few hundred labels, used millions of times. */
export function roleOf(label: string): Role | null {
  let role = remembered.get(label);
  if (role === undefined) {
    if (remembered.size >= REMEMBERED_LABELS) remembered.clear();
    remembered.set(label, (role = findRole(label)));
  }
  return role;
}

function findRole(label: string): Role | null {
  const plain = label
    .toLowerCase()
    .replace(/\(s\)/g, '')
    .replace(/[^a-z]+/g, ' ')
    .trim();
  return ROLE_OF_LABEL.get(plain) ?? ROLE_OF_LABEL.get(`${plain}s`) ?? null;
}

/** Whether lines of this role name what lies in the article, rather than what it lies in. */
export function isDownward(role: Role): boolean {
  return role === 'hasPlaces' || role === 'hasBodies';
}
