import type { SearchDirectory } from '../search/search-directory';

export interface FacetValue {
  value: string;
  count: number;
}

/** What a character form offers (`GET canon/:universe`). */
export interface FormOptions {
  popular_species: string[];
  popular_planets: string[];
  popular_affiliations: string[];
  colors: string[];
  genders: string[];
}

/** Which values the content fields of one directory's articles have. */
export class Facets {
  constructor(private readonly directory: SearchDirectory) {}

  /** Ordinals (ascending) of the articles whose field equals one of the values, folded. */
  filter(_field: string, _values: readonly string[]): Uint32Array {
    return new Uint32Array();
  }

  /** Values of a field, the most frequent first, then by value. `category` null: of every article. */
  values(_field: string, _category: number | null): FacetValue[] {
    return [];
  }

  /** Names of the fields that articles of a category have, the most frequent first. */
  fields(_category: number | null): string[] {
    return [];
  }

  /** `characters`: index of that category, -1 where the universe has none. */
  formOptions(_characters: number): FormOptions {
    return { popular_species: [], popular_planets: [], popular_affiliations: [], colors: [], genders: [] };
  }
}
