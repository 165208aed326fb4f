import { z } from 'zod';

/*
 * The shapes that several answers have in common. Nothing that serves requests imports a schema of an answer, only
 * its type: answers are held against them in tests.
 */

export const count = () => z.int().min(0);
export const time = () => z.iso.datetime();

export const universe = z.string().meta({ description: 'Id of the universe.' });
export const category = z.string().meta({ description: 'The one category of the article.' });
export const categoryCounts = z.record(z.string(), count()).meta({ description: 'Articles by category.' });
export const titles = z.array(z.string()).meta({ description: 'Titles in title order.' });
export const runId = z.union([z.string(), z.int()]).meta({ description: 'Id of the run.' });

export const licence = z
  .strictObject({ name: z.string(), url: z.string().nullable(), attribution: z.string().nullable() })
  .meta({ id: 'Licence', description: 'Under which licence the texts stand, and who is to be named.' });

/** Where an article's picture is, and what is known of it once it has been downloaded. */
export const imageMembers = {
  image_url: z.string().nullable().meta({ description: 'Address of the picture; the image proxy serves it.' }),
  image_cached: z.boolean().meta({ description: 'Whether the image proxy has it in its store.' }),
  image_cdn_url: z
    .url()
    .nullable()
    .optional()
    .meta({ description: 'Where a CDN serves it, null before it is stored; only where IMAGE_PUBLIC_URL is set.' }),
  image_width: z.int().nullable().meta({ description: 'Width in pixels, once it has been downloaded.' }),
  image_height: z.int().nullable().meta({ description: 'Height in pixels, once it has been downloaded.' }),
  placeholder: z
    .string()
    .nullable()
    .meta({ description: 'Base64 of a thumbhash, to be shown until the picture is there.' }),
};

export const summary = z
  .string()
  .max(160)
  .meta({ description: 'What it is, in one line of at most 160 characters; empty where nothing is known.' });

const infobox = z
  .strictObject({
    type: z.string().nullable().meta({ description: 'As the wiki calls it.' }),
    fields: z.array(
      z.strictObject({
        label: z.string(),
        values: z.array(z.string()),
        links: z.array(
          z.strictObject({
            text: z.string(),
            href: z.string(),
            title: z
              .string()
              .nullable()
              .meta({ description: 'Of the article that it leads to; null where there is none.' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Infobox', description: 'The facts of the article as the wiki shows them.' });

export const article = z
  .strictObject({
    id: z.int().meta({ description: 'Below 2^53; the same in both sources and after every load.' }),
    title: z.string(),
    category,
    universe,
    ...imageMembers,
    source_url: z.string().nullable().meta({ description: 'The article in its wiki.' }),
    scraped_at: time().meta({ description: 'When it was taken from the wiki.' }),
    description: z.string().meta({ description: 'Its first paragraph; empty where there is none.' }),
    summary,
    content: z.record(z.string(), z.union([z.string(), z.array(z.string())])).meta({
      description: 'Its facts, flat, by folded label; `affiliations`, `abilities` and `aliases` are always arrays.',
    }),
    infobox: infobox.nullable(),
    wiki_categories: z.array(z.string()).meta({ description: 'Its categories in the wiki.' }),
    aliases: z.array(z.string()).meta({ description: 'Its other names.' }),
    licence,
  })
  .meta({ id: 'Article', description: 'An article of the wiki.' });

export const card = z
  .strictObject({ name: z.string(), description: z.string(), summary, ...imageMembers })
  .meta({ id: 'Card', description: 'What lists with pictures show of an article.' });

/** What every page of a list says of itself. */
export const pageMembers = {
  category,
  universe,
  total: count().meta({ description: 'How many there are in all.' }),
  offset: count(),
  limit: count(),
  returned: count().meta({ description: 'How many are on this page.' }),
};
export const titlePage = z
  .strictObject({ ...pageMembers, items: titles })
  .meta({ id: 'TitlePage', description: 'A page of titles of one category.' });
