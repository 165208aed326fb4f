import type { UniverseView } from '../../../catalogue/catalogue';
import type { Article, ArticleCard } from '../../../universe/article';
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

/** The article of the contract. */
export function presentArticle(view: UniverseView, article: Article, images: ImageLookup): object {
  const { content } = article;
  return {
    id: article.id,
    title: article.title,
    category: article.category,
    universe: article.universe,
    ...imageMembers(article.imageUrl, images),
    source_url: article.sourceUrl,
    scraped_at: article.scrapedAt,
    description: textOf(content.description),
    content,
    infobox: article.infobox,
    wiki_categories: article.extra.wiki_categories,
    aliases: listOf(content.aliases),
    licence: view.directory.info.licence,
  };
}

function listOf(value: string | string[] | undefined): string[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(', ');
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
