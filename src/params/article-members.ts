import { MAX_NAME, texts } from './parameters';

/** The members of an article, as answers have them. */
export const ARTICLE_MEMBERS: readonly string[] = [
  'id',
  'title',
  'category',
  'universe',
  'image_url',
  'image_cached',
  'image_cdn_url',
  'image_width',
  'image_height',
  'placeholder',
  'source_url',
  'scraped_at',
  'description',
  'summary',
  'content',
  'infobox',
  'wiki_categories',
  'aliases',
  'licence',
];

/** Those members of the articles that a caller wants. */
export const articleMembers = texts(
  { most: 50, maxLength: MAX_NAME, separator: ',' },
  {
    description: 'Only these members of the articles are sent; repeated, or separated by commas.',
    example: ARTICLE_MEMBERS.join(','),
  },
  {
    test: (name) => ARTICLE_MEMBERS.includes(name),
    error: `must name members of an article: ${ARTICLE_MEMBERS.join(', ')}`,
  },
);
