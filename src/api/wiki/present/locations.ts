import type { UniverseView } from '../../../catalogue/universe-view';
import type { ArticleCard } from '../../../universe/article';
import { type AskedCategory } from '../../../catalogue/asked-category';
import type { KnownImages } from '../../../images/store/image-store';
import { imageMembers, presentCard } from '../../../catalogue/present/articles';
import { cardsJson } from './card-lists';
import { pageOf, type ListQuery } from './canon';
import type { CountedList } from '../wiki-answers';
import { titlesJson, withRawMember } from './titles';

function presentPlanet(view: UniverseView, ordinal: number, card: ArticleCard, images: KnownImages): object {
  const { directory } = view;
  const { places } = view.directory;
  return {
    id: directory.id(ordinal),
    name: directory.title(ordinal),
    description: card.description,
    summary: directory.summary(ordinal),
    region: places.regionOf(ordinal) ?? card.region,
    system: places.systemOf(ordinal) ?? card.system,
    ...imageMembers(directory.imageUrl(ordinal), images),
    source_url: card.sourceUrl,
  };
}

/** A page of planets with what a map needs. */
export async function planetsPage(view: UniverseView, query: ListQuery, images: KnownImages): Promise<CountedList> {
  const planets: AskedCategory = { name: 'planets', number: view.directory.categoryNumber('planets') };
  const { total, ordinals } = pageOf(view, planets, query);
  return { json: await cardsJson(view, ordinals, images, presentPlanet), total };
}

export function placesByPlanet(view: UniverseView, query: { planet: string; limit: number }): string {
  const ordinals = view.directory.places.onPlanet(query.planet);
  const head = { universe: view.universe, planet: query.planet, total: ordinals.length };
  return withRawMember(head, 'locations', titlesJson(view.directory, ordinals.slice(0, query.limit)));
}

export function placesOnPlanet(
  view: UniverseView,
  query: { planet: string; limit: number },
  images: KnownImages,
): Promise<CountedList> {
  return cardsOf(view, { ordinals: view.directory.places.onPlanet(query.planet), named: [] }, query.limit, images);
}

export function planetsInSystem(
  view: UniverseView,
  query: { system: string; limit: number },
  images: KnownImages,
): Promise<CountedList> {
  return cardsOf(view, view.directory.places.planetsBySystem(query.system), query.limit, images);
}

async function cardsOf(
  view: UniverseView,
  { ordinals, named }: { ordinals: number[]; named: string[] },
  limit: number,
  images: KnownImages,
): Promise<CountedList> {
  const cards = await cardsJson(view, ordinals.slice(0, limit), images, presentCard);
  const others = named.slice(0, Math.max(0, limit - ordinals.length));
  const nothing = { description: '', summary: '', ...imageMembers(null, images) };
  const json = withMore(
    cards,
    others.map((name) => JSON.stringify({ name, ...nothing })),
  );
  return { json, total: ordinals.length + named.length };
}

/** A list's JSON with further items. */
function withMore(list: string, items: readonly string[]): string {
  if (items.length === 0) return list;
  return `${list.slice(0, -1)}${list === '[]' ? '' : ','}${items.join(',')}]`;
}

/** Regions or systems, all of them. */
export function namesOf(names: string[]): CountedList {
  return { json: JSON.stringify(names), total: names.length };
}
