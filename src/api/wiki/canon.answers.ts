import { z } from 'zod';
import { fromData, type OperationsOf } from '../openapi/operation';
import { category, categoryCounts, count, titlePage, titles, universe } from '../openapi/shapes';
import type { CanonController } from './canon.controller';

const options = (description: string) => z.array(z.string()).max(50).meta({ description });

export const CANON: OperationsOf<CanonController> = {
  listAllTitles: fromData({
    tag: 'Universes',
    summary: 'Every title by category',
    description: 'All titles of a universe, in title order within each category. Large: some megabytes for a big wiki.',
    answer: z
      .strictObject({
        universe,
        total_items: count(),
        categories: categoryCounts,
        data: z.record(z.string(), titles),
      })
      .meta({ id: 'AllTitles' }),
    problems: ['OVERLOADED'],
  }),
  countArticles: fromData({
    tag: 'Universes',
    summary: 'How many articles each category has',
    description: 'The counts of a universe by category; categories without articles are left out.',
    answer: z
      .strictObject({ universe, total_items: count(), categories: categoryCounts })
      .meta({ id: 'ArticleCounts' }),
  }),
  listCategory: fromData({
    tag: 'Universes',
    summary: 'A page of the titles of a category',
    description: 'Titles in title order. A category that exists and is empty has a total of 0.',
    answer: titlePage,
    problems: ['UNKNOWN_CATEGORY', 'OVERLOADED'],
  }),
  listFormOptions: fromData({
    tag: 'Universes',
    summary: 'What a character form offers',
    description:
      'The values that characters have, the most frequent first, at most 50 of each kind: each once, as most write it, and found by `filter`. Where there are many, those with fewer than five uses are left out.',
    answer: z
      .strictObject({
        universe,
        popular_species: options('Species of characters.'),
        popular_planets: options('Homeworlds of characters.'),
        popular_affiliations: options('What characters belong to.'),
        colors: options('Colours of eyes, hair and skin.'),
        genders: options('Genders of characters.'),
      })
      .meta({ id: 'FormOptions' }),
    problems: ['OVERLOADED'],
  }),
  listTitles: fromData({
    tag: 'Universes',
    summary: 'Titles of a category, with the universe in the path',
    description:
      'The older address of `listCategory`: without pages, `count` is what is returned, `total` what there is.',
    answer: z
      .strictObject({ universe, category, count: count(), total: count(), items: titles })
      .meta({ id: 'CategoryTitles' }),
    problems: ['UNKNOWN_CATEGORY', 'OVERLOADED'],
  }),
};
