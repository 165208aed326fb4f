import type { UniverseView } from '../../../catalogue/universe-view';

/** What a dataset lacks, and what the last fill of its file cache reported. */
export function coverageOf(view: UniverseView, lastFill: object | null): object {
  const { directory } = view;
  const { info } = directory;
  const { places } = view.directory;
  const locations = directory.categoryNumber('locations');
  const ordinals = locations < 0 ? new Uint32Array() : directory.ordinalsOf(locations);
  const withImages = info.categories.reduce((sum, category) => sum + category.withImages, 0);
  return {
    universe: view.universe,
    articles: directory.count,
    rejected: info.rejected,
    uncategorised: info.categories.find(({ name }) => name === 'other')?.articles ?? 0,
    no_image: directory.count - withImages,
    places: ordinals.length,
    places_without_planet: ordinals.filter((ordinal) => !places.isOnPlanet(ordinal)).length,
    last_fill: lastFill,
  };
}
