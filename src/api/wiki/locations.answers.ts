import { z } from 'zod';
import { fromData, type OperationsOf } from '../openapi/operation';
import { card, count, imageMembers, summary, titles, universe } from '../openapi/shapes';
import type { LocationsController } from './locations.controller';

const headers = ['X-Total-Count'];
const names = z.array(z.string());

const planet = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    description: z.string(),
    summary,
    region: z.string().meta({ description: 'Empty where it is not known.' }),
    system: z.string().meta({ description: 'Empty where it is not known.' }),
    ...imageMembers,
    source_url: z.string().nullable(),
  })
  .meta({ id: 'Planet' });

export const LOCATIONS: OperationsOf<LocationsController> = {
  listPlanets: fromData({
    tag: 'Places',
    summary: 'A page of planets',
    description: 'Planets and moons in title order, with region, system and picture.',
    answer: z.array(planet),
    problems: ['OVERLOADED'],
    headers,
  }),
  listPlaceTitles: fromData({
    tag: 'Places',
    summary: 'Titles of the places on a planet',
    description: 'Nested places included: a cantina in a city on a planet is on that planet.',
    answer: z
      .strictObject({ universe, planet: z.string(), total: count(), locations: titles })
      .meta({ id: 'PlaceTitles' }),
  }),
  listRegions: fromData({
    tag: 'Places',
    summary: 'The regions of a universe',
    description: 'Core outward, then the others by name.',
    answer: names,
    headers,
  }),
  listSystems: fromData({
    tag: 'Places',
    summary: 'The systems of a region',
    description:
      'Those that have planets: names in order, then sectors and the region for planets whose system is not known. An unknown region has none.',
    answer: names,
    headers,
  }),
  listPlanetsOfSystem: fromData({
    tag: 'Places',
    summary: 'The planets of a system',
    description: 'With pictures; then planets that have places but no article. An unknown system has none.',
    answer: z.array(card),
    headers,
  }),
  listPlaces: fromData({
    tag: 'Places',
    summary: 'The places on a planet, with pictures',
    description: 'Nested places included; an unknown planet has none.',
    answer: z.array(card),
    headers,
  }),
};
