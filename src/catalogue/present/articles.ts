import type { UniverseView } from '../universe-view';
import { pauseDue } from '../../event-loop/pauses';
import type { ArticleBody, ArticleCard, Infobox } from '../../universe/article';
import { Problem } from '../../problem/problem';
import { originalName } from '../../images/index/image-record';
import type { KnownImages } from '../../images/store/image-store';

/** Where an article's picture is, and what is known of it once it has been downloaded. */
export interface ImageMembers {
  image_url: string | null;
  image_cached: boolean;
  /** Where a CDN serves it, once it is stored; only where there is a CDN. */
  image_cdn_url?: string | null;
  image_width: number | null;
  image_height: number | null;
  placeholder: string | null;
}

export function imageMembers(url: string | null, images: KnownImages): ImageMembers {
  const meta = url === null ? null : images.meta(url);
  return {
    image_url: url,
    image_cached: meta !== null,
    ...(images.publicUrl === null ? {} : { image_cdn_url: meta && `${images.publicUrl}/${originalName(meta.hash)}` }),
    image_width: meta?.width ?? null,
    image_height: meta?.height ?? null,
    placeholder: meta?.thumbhash ?? null,
  };
}

/** The articles at these ordinals as JSON texts, in that order; without those whose rows cannot be read; `members`: only these of each. */
export async function articlesJson(
  view: UniverseView,
  ordinals: ArrayLike<number>,
  images: KnownImages,
  members?: readonly string[],
): Promise<string[]> {
  // JSON.stringify would also leave members out of what lies within.
  const pick = (article: object) =>
    members ? Object.fromEntries(Object.entries(article).filter(([name]) => members.includes(name))) : article;
  const bodies = await view.bodies(ordinals);
  const articles: string[] = [];
  for (const [place, body] of bodies.entries()) {
    if (body) articles.push(JSON.stringify(pick(presentArticle(view, ordinals[place] ?? 0, body, images))));
    const pause = pauseDue();
    if (pause) await pause;
  }
  return articles;
}

/** The article at an ordinal as a JSON text. Throws Problem ARTICLE_DAMAGED. */
export async function articleJson(view: UniverseView, ordinal: number, images: KnownImages): Promise<string> {
  return JSON.stringify(presentArticle(view, ordinal, await bodyOf(view, ordinal), images));
}

/** What is read of the article at an ordinal. Throws Problem ARTICLE_DAMAGED. */
export async function bodyOf(view: UniverseView, ordinal: number): Promise<ArticleBody> {
  const [body] = await view.bodies([ordinal]);
  if (body) return body;
  throw new Problem(
    'ARTICLE_DAMAGED',
    `What is stored of “${view.directory.title(ordinal)}” is damaged. It is being made anew; try again in a minute.`,
    { retryAfterSeconds: 60 },
  );
}

/** The article of the contract. */
export function presentArticle(view: UniverseView, ordinal: number, body: ArticleBody, images: KnownImages): object {
  const { directory } = view;
  const { content, infobox, wikiCategories, sourceUrl } = body;
  const { description, aliases } = content;
  return {
    id: directory.id(ordinal),
    title: directory.title(ordinal),
    category: directory.category(ordinal),
    universe: view.universe,
    ...imageMembers(directory.imageUrl(ordinal), images),
    source_url: sourceUrl,
    scraped_at: directory.scrapedAt(ordinal),
    description: typeof description === 'string' ? description : '',
    summary: directory.summary(ordinal),
    content,
    infobox: infobox && withTitles(view, infobox),
    wiki_categories: wikiCategories,
    aliases: Array.isArray(aliases) ? aliases : [],
    licence: directory.info.licence,
  };
}

/** Each link with the title of the article that it leads to; null where there is none. */
function withTitles({ directory }: UniverseView, { type, fields }: Infobox): object {
  const titled = (link: Infobox['fields'][number]['links'][number]) => {
    const ordinal = directory.findLinked(link.href);
    return { ...link, title: ordinal < 0 ? null : directory.title(ordinal) };
  };
  return { type, fields: fields.map((field) => ({ ...field, links: field.links.map(titled) })) };
}

/** Name, description and image: what lists with pictures show of an article. */
export function presentCard(
  { directory }: UniverseView,
  ordinal: number,
  { description }: ArticleCard,
  images: KnownImages,
): object {
  return {
    name: directory.title(ordinal),
    description,
    summary: directory.summary(ordinal),
    ...imageMembers(directory.imageUrl(ordinal), images),
  };
}
