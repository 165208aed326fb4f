import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { DataAnswer } from '../http/data-answer';
import { limit, MAX_TITLE, offset, search, text, universe, UNIVERSE_QUERY } from '../../params/parameters';
import { namesOf, placesByPlanet, placesOnPlanet, planetsInSystem, planetsPage } from './present/locations';
import { WikiAnswers } from './wiki-answers';

const planet = text(MAX_TITLE, { description: 'Title of the planet.', example: 'Ansa' });
const system = text(MAX_TITLE, { description: 'Name of the system.', example: 'Ansa system' });
const region = text(MAX_TITLE, { description: 'Name of the region.', example: 'The Hearth' });

const PLANETS_QUERY = z.object({ universe, limit: limit(100, 2000), offset, search });
const ON_PLANET_QUERY = z.object({ universe, planet, limit: limit(500, 5000) });
const IN_SYSTEM_QUERY = z.object({ universe, system, limit: limit(100, 5000) });
const IN_REGION_QUERY = z.object({ universe, region });

/** Planets, and the tree of regions, systems, planets and the places on them. */
@Controller('api/v1/wiki/locations')
export class LocationsController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('planets')
  listPlanets(@Query({ schema: PLANETS_QUERY }) query: z.infer<typeof PLANETS_QUERY>): Promise<DataAnswer> {
    return this.answers.counted(query.universe, query.search, (view) => planetsPage(view, query, this.answers.images));
  }

  @Get('by-planet')
  listPlaceTitles(@Query({ schema: ON_PLANET_QUERY }) query: z.infer<typeof ON_PLANET_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => placesByPlanet(view, query));
  }

  @Get('tree/regions')
  listRegions(@Query({ schema: UNIVERSE_QUERY }) query: z.infer<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.counted(query.universe, '', (view) => namesOf(view.directory.places.regions()));
  }

  @Get('tree/systems-by-region')
  listSystems(@Query({ schema: IN_REGION_QUERY }) query: z.infer<typeof IN_REGION_QUERY>): Promise<DataAnswer> {
    return this.answers.counted(query.universe, '', (view) =>
      namesOf(view.directory.places.systemsByRegion(query.region)),
    );
  }

  @Get('tree/planets-by-system')
  listPlanetsOfSystem(@Query({ schema: IN_SYSTEM_QUERY }) query: z.infer<typeof IN_SYSTEM_QUERY>): Promise<DataAnswer> {
    return this.answers.counted(query.universe, '', (view) => planetsInSystem(view, query, this.answers.images));
  }

  @Get('tree/on-planet')
  listPlaces(@Query({ schema: ON_PLANET_QUERY }) query: z.infer<typeof ON_PLANET_QUERY>): Promise<DataAnswer> {
    return this.answers.counted(query.universe, '', (view) => placesOnPlanet(view, query, this.answers.images));
  }
}
