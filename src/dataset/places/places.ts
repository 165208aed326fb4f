import type { SearchDirectory } from '../search/search-directory';

/** A directory that also finds an article by title or redirect (-1: none). */
export interface PlacesDirectory extends SearchDirectory {
  find(title: string): number;
}

/** The location tree of one directory. Names given are compared folded; unknown ones give an empty list. */
export class Places {
  constructor(private readonly directory: PlacesDirectory) {}

  /** Names of the regions, core outward, then the others by name. */
  regions(): string[] {
    return [];
  }

  systemsByRegion(_region: string): string[] {
    return [];
  }

  /** Ordinals in title order. */
  planetsBySystem(_system: string): number[] {
    return [];
  }

  /** Ordinals of the places on a planet, nested ones included, in title order. */
  onPlanet(_planet: string): number[] {
    return [];
  }

  /** Ordinal of the planet that a place is on, or -1. */
  planetOf(_ordinal: number): number {
    return -1;
  }

  /** Region of a planet; null where unknown. */
  regionOf(_ordinal: number): string | null {
    return null;
  }

  /** System of a planet; null where unknown. */
  systemOf(_ordinal: number): string | null {
    return null;
  }
}
