import type { UniverseView } from '../../../catalogue/catalogue';
import { articlesAt, readersOf, type AskedCategory } from '../readers';
import type { ImageLookup } from '../../http/image-lookup';
import { descriptionOf, imageMembers, presentCard, textOf } from './articles';
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
  const articles = await view.articles(ordinals);
  const { places } = readersOf(view);
  const json = JSON.stringify(
    articles.map((article, index) => {
      const ordinal = ordinals[index] ?? -1;
      return {
        id: article.id,
        name: article.title,
        description: descriptionOf(article),
        region: places.regionOf(ordinal) ?? textOf(article.content.region),
        system: places.systemOf(ordinal) ?? textOf(article.content.system),
        ...imageMembers(article.imageUrl, images),
        source_url: article.sourceUrl,
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
  const articles = await articlesAt(view, ordinals);
  return JSON.stringify(articles.map((article) => presentCard(article, images)));
}
