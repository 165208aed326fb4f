import type { UniverseView } from '../../../catalogue/catalogue';
import type { ArticleBody, ArticleCard } from '../../../universe/article';
import { listMember, stringMember } from '../../../universe/json-text';
import { bodiesAt } from '../readers';
import type { ImageLookup } from '../../http/image-lookup';

/** Where an article's picture is, and what is known of it once it has been downloaded. */
export interface ImageMembers {
  image_url: string | null;
  image_cached: boolean;
  image_width: number | null;
  image_height: number | null;
  /** Base64 of a thumbhash, to be shown until the image is there. */
  placeholder: string | null;
}

export function imageMembers(url: string | null, images: ImageLookup): ImageMembers {
  const meta = url === null ? null : images.meta(url);
  return {
    image_url: url,
    image_cached: meta !== null,
    image_width: meta?.width ?? null,
    image_height: meta?.height ?? null,
    placeholder: meta?.thumbhash ?? null,
  };
}

/** The articles at these ordinals as JSON texts, in that order. */
export async function articlesJson(
  view: UniverseView,
  ordinals: ArrayLike<number>,
  images: ImageLookup,
): Promise<string[]> {
  const bodies = await bodiesAt(view, ordinals);
  return bodies.map((body, i) => articleJson(view, ordinals[i] ?? 0, body, images));
}

/** The article of the contract as JSON: what is a text already is not taken apart. */
function articleJson(view: UniverseView, ordinal: number, body: ArticleBody, images: ImageLookup): string {
  const { directory } = view;
  const { content, infobox, wikiCategories, sourceUrl } = body;
  const head = JSON.stringify({
    id: directory.id(ordinal),
    title: directory.title(ordinal),
    category: directory.category(ordinal),
    universe: view.universe,
    ...imageMembers(directory.imageUrl(ordinal), images),
    source_url: sourceUrl,
    scraped_at: directory.scrapedAt(ordinal),
  }).slice(0, -1);
  const [description, aliases] = [stringMember(content, 'description'), listMember(content, 'aliases')];
  const licence = JSON.stringify(directory.info.licence);
  return `${head},"description":${description},"content":${content},"infobox":${infobox},"wiki_categories":${wikiCategories},"aliases":${aliases},"licence":${licence}}`;
}

/** Name, description and image: what lists with pictures show of an article. */
export function presentCard(
  { directory }: UniverseView,
  ordinal: number,
  { description }: ArticleCard,
  images: ImageLookup,
): object {
  return { name: directory.title(ordinal), description, ...imageMembers(directory.imageUrl(ordinal), images) };
}
