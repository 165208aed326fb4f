import { Controller, Get, Query } from '@nestjs/common';
import type { DataAnswer } from '../http/data-answer';
import type { ParamsOf } from '../params/param-schema';
import {
  BY_PLANET_QUERY,
  ON_PLANET_QUERY,
  PLANETS_BY_SYSTEM_QUERY,
  PLANETS_QUERY,
  SYSTEMS_QUERY,
  UNIVERSE_QUERY,
} from '../params/wiki-params';
import { placesByPlanet, placesOnPlanet, planetsInSystem, planetsPage } from './present/locations';
import { readersOf } from './readers';
import { WikiAnswers } from './wiki-answers';

/** Planets, and the tree of regions, systems, planets and the places on them. */
@Controller('api/v1/wiki/locations')
export class LocationsController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('planets')
  async planets(@Query({ schema: PLANETS_QUERY }) query: ParamsOf<typeof PLANETS_QUERY>): Promise<DataAnswer> {
    let total = 0;
    const answer = await this.answers.list(query.universe, query.search, async (view) => {
      const page = await planetsPage(view, query, this.answers.images);
      total = page.total;
      return page.json;
    });
    return answer.withHeader('x-total-count', String(total));
  }

  @Get('by-planet')
  byPlanet(@Query({ schema: BY_PLANET_QUERY }) query: ParamsOf<typeof BY_PLANET_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => placesByPlanet(view, query));
  }

  @Get('tree/regions')
  regions(@Query({ schema: UNIVERSE_QUERY }) query: ParamsOf<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => JSON.stringify(readersOf(view).places.regions()));
  }

  @Get('tree/systems-by-region')
  systemsByRegion(@Query({ schema: SYSTEMS_QUERY }) query: ParamsOf<typeof SYSTEMS_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) =>
      JSON.stringify(readersOf(view).places.systemsByRegion(query.region)),
    );
  }

  @Get('tree/planets-by-system')
  planetsBySystem(
    @Query({ schema: PLANETS_BY_SYSTEM_QUERY }) query: ParamsOf<typeof PLANETS_BY_SYSTEM_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => planetsInSystem(view, query, this.answers.images));
  }

  @Get('tree/on-planet')
  onPlanet(@Query({ schema: ON_PLANET_QUERY }) query: ParamsOf<typeof ON_PLANET_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => placesOnPlanet(view, query, this.answers.images));
  }
}
