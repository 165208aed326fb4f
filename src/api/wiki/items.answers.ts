import { z } from 'zod';
import { fromData, type OperationsOf } from '../openapi/operation';
import { card, count, pageMembers, titlePage, titles, universe } from '../openapi/shapes';
import type { ItemsController } from './items.controller';

const sample = z.strictObject({ count: count(), sample: titles }).meta({ id: 'ItemSample' });

export const ITEMS: OperationsOf<ItemsController> = {
  countItems: fromData({
    tag: 'Items',
    summary: 'The five item categories, counted',
    description: 'How many weapons, armor, items, vehicles and droids there are, with the first five titles of each.',
    answer: z
      .strictObject({
        universe,
        categories: z.strictObject({
          weapons: sample,
          armor: sample,
          items: sample,
          vehicles: sample,
          droids: sample,
        }),
      })
      .meta({ id: 'ItemsOverview' }),
  }),
  listItems: fromData({
    tag: 'Items',
    summary: 'A page of titles of an item category',
    description: 'As `listCategory`, for weapons, armor, items, vehicles and droids alone.',
    answer: titlePage,
    problems: ['OVERLOADED'],
  }),
  listItemsWithImages: fromData({
    tag: 'Items',
    summary: 'A page of an item category with pictures',
    description: 'As `listItems`, with id, description and picture of each.',
    answer: z
      .strictObject({ ...pageMembers, items: z.array(z.strictObject({ id: z.int(), ...card.shape })) })
      .meta({ id: 'ItemPage' }),
    problems: ['OVERLOADED'],
  }),
};
