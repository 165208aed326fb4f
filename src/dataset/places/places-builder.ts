import type { Infobox } from '../../universe/article';
import type { SectionFileWriter } from '../section-file';

/** A region of the universe's map, with the folded texts by which a value is recognised as it (by `contains`). */
export interface RegionRule {
  name: string;
  match?: readonly string[];
}

export interface PlacesBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  /** Title, redirect or href (`/wiki/…`) to ordinal; -1 where there is no such article. */
  resolve: (titleOrHref: string) => number;
  /** Canonical regions, core outward. */
  regions: readonly (string | RegionRule)[];
}

/** How well the places could be attached, for the log of the build. */
export interface PlacesReport {
  planets: number;
  planetsWithSystem: number;
  planetsWithSectorOnly: number;
  planetsWithRegionOnly: number;
  planetsWithNothing: number;
  places: number;
  placesThatNameAPlace: number;
  placesOnAPlanet: number;
}

/** Collects where things are from the infoboxes and writes the sections that `Places` reads. */
export class PlacesBuilder {
  add(_seq: number, _article: { title: string; category: string; infobox: Infobox | null }): void {}

  finish(_writer: SectionFileWriter, _context: PlacesBuildContext): PlacesReport {
    return {
      planets: 0,
      planetsWithSystem: 0,
      planetsWithSectorOnly: 0,
      planetsWithRegionOnly: 0,
      planetsWithNothing: 0,
      places: 0,
      placesThatNameAPlace: 0,
      placesOnAPlanet: 0,
    };
  }
}
