import { z } from 'zod';
import type { UniverseView } from '../../catalogue/universe-view';
import { Problem } from '../../problem/problem';
import { MAX_TITLE } from '../../params/parameters';
import { fitted } from '../bounded-answer';
import { defineTool, limit, nextOffset, offset, sourceMembers, sourceOf, universe } from '../tool';

const KINDS = ['regions', 'systems', 'planets', 'places'] as const;
const within = (what: string) => z.string().max(MAX_TITLE).optional().describe(what);

export const findPlaces = defineTool({
  name: 'find_places',
  title: 'Find places on the map',
  description:
    'Walks the map downwards: without arguments the regions, with region its systems, with system its planets, with planet the places on it, nested ones included.',
  input: {
    universe,
    region: within('Name of a region: gives its systems.'),
    system: within('Name of a system: gives its planets.'),
    planet: within('Title of a planet: gives the places on it.'),
    limit: limit(100, 500),
    offset,
  },
  output: {
    ...sourceMembers,
    kind: z.enum(KINDS).describe('What the places are.'),
    total: z.int(),
    places: z.array(
      z.strictObject({ name: z.string(), summary: z.string().describe('Empty for regions and systems.') }),
    ),
    next_offset: nextOffset,
  },
  answer: ({ universe, limit, offset, ...within }, lore) =>
    lore.read(universe, async (view) => {
      const { kind, places } = await lore.inTurn(() => placesOf(view, within));
      const page = places.slice(offset, offset + limit);
      return fitted(page.length, (count) => ({
        ...sourceOf(view),
        kind,
        total: places.length,
        places: page.slice(0, count),
        next_offset: offset + count < places.length && count > 0 ? offset + count : null,
      }));
    }),
});

interface Within {
  region?: string | undefined;
  system?: string | undefined;
  planet?: string | undefined;
}

interface Places {
  kind: (typeof KINDS)[number];
  places: { name: string; summary: string }[];
}

/** Throws Problem BAD_PARAMETER where more than one is given. */
function placesOf(view: UniverseView, { region, system, planet }: Within): Places {
  if ([region, system, planet].filter((one) => one !== undefined).length > 1) {
    throw new Problem('BAD_PARAMETER', 'Give one of region, system and planet, or none of them.');
  }
  const { directory } = view;
  const named = (names: readonly string[]) => names.map((name) => ({ name, summary: '' }));
  const titled = (ordinals: readonly number[]) =>
    ordinals.map((ordinal) => ({ name: directory.title(ordinal), summary: directory.summary(ordinal) }));
  if (planet !== undefined) return { kind: 'places', places: titled(directory.places.onPlanet(planet)) };
  if (system !== undefined) {
    const planets = directory.places.planetsBySystem(system);
    return { kind: 'planets', places: [...titled(planets.ordinals), ...named(planets.named)] };
  }
  if (region !== undefined) return { kind: 'systems', places: named(directory.places.systemsByRegion(region)) };
  return { kind: 'regions', places: named(directory.places.regions()) };
}
