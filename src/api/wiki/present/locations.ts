import type { UniverseView } from '../../../catalogue/catalogue';
import { cardsAt, readersOf, type AskedCategory } from '../readers';
import type { ImageLookup } from '../../http/image-lookup';
import { imageMembers, presentCard } from './articles';
import { pageOf, type ListQuery } from './canon';
import { titlesJson, withRawMember } from './titles';

/** A page of planets with what a map needs, and how many there are in all. */
export async function planetsPage(
  view: UniverseView,
  query: ListQuery,
  images: ImageLookup,
): Promise<{ json: string; total: number }> {
  const planets: AskedCategory = { name: 'planets', number: view.directory.categoryNumber('planets') };
  const { total, ordinals } = pageOf(view, planets, query);
  const cards = await cardsAt(view, ordinals);
  const { places } = readersOf(view);
  const json = JSON.stringify(
    cards.map((card, index) => {
      const ordinal = ordinals[index] ?? -1;
      return {
        id: view.directory.id(ordinal),
        name: view.directory.title(ordinal),
        description: card.description,
        region: places.regionOf(ordinal) ?? card.region,
        system: places.systemOf(ordinal) ?? card.system,
        ...imageMembers(view.directory.imageUrl(ordinal), images),
        source_url: card.sourceUrl,
      };
    }),
  );
  return { json, total };
}

export function placesByPlanet(view: UniverseView, query: { planet: string; limit: number }): Buffer {
  const ordinals = readersOf(view).places.onPlanet(query.planet);
  const head = { universe: view.universe, planet: query.planet, total: ordinals.length };
  return withRawMember(head, 'locations', titlesJson(view.directory, ordinals.slice(0, query.limit)));
}

export async function placesOnPlanet(
  view: UniverseView,
  query: { planet: string; limit: number },
  images: ImageLookup,
): Promise<string> {
  return cards(view, readersOf(view).places.onPlanet(query.planet).slice(0, query.limit), images);
}

export async function planetsInSystem(
  view: UniverseView,
  query: { system: string; limit: number },
  images: ImageLookup,
): Promise<string> {
  return cards(view, readersOf(view).places.planetsBySystem(query.system).slice(0, query.limit), images);
}

async function cards(view: UniverseView, ordinals: number[], images: ImageLookup): Promise<string> {
  const found = await cardsAt(view, ordinals);
  return JSON.stringify(found.map((card, index) => presentCard(view, ordinals[index] ?? -1, card, images)));
}
