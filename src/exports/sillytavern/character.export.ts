import { z } from 'zod';
import { ordinalOf } from '../../catalogue/asked-article';
import { bodyOf } from '../../catalogue/present/articles';
import { wholeNumber } from '../../params/parameters';
import { defineExport } from '../export';
import { chosenArticles } from './chosen-articles';
import { creditOf, describeArticle, describeSections, loreEntries, textsOf, type LoreEntry } from './lore-entry';
import { promptText } from './prompt-text';

const BOOK_ENTRIES = 50;

const QUERY = z.object({
  budget_tokens: wholeNumber(
    { min: 0, max: 1_000_000, fallback: 4000 },
    { description: 'How many tokens the character book may have, by a high estimate.', example: 4000 },
  ),
});

/** `export/character/*`: an article as a character card, with the articles around it as its book. */
export const CHARACTER_EXPORT = defineExport({
  kind: 'text',
  id: 'exportCharacter',
  path: 'export/character/*',
  query: QUERY,
  summary: 'A character card',
  description:
    'Character Card V2 as JSON, for SillyTavern, RisuAI and their like: what the article says as description, and the articles that it is linked with as character book. Source and licence stand in `creator_notes`.',
  mediaType: 'application/json',
  answer: () => CARD,
  fileName: (universe) => `${universe}-character.json`,
  async make({ view, query, title, inTurn }) {
    const { directory, universe } = view;
    const ordinal = await ordinalOf(view, title, inTurn);
    const body = await bodyOf(view, ordinal);
    const text = (await textsOf(view, [ordinal])).get(ordinal);
    const choice = { around: directory.title(ordinal), depth: 1, limit: BOOK_ENTRIES + 1 };
    const [, ...others] = await chosenArticles({ view, query: choice, inTurn });
    const book = await loreEntries(view, others, query.budget_tokens);
    const name = promptText(directory.title(ordinal)) || 'Untitled';
    const credit = creditOf(view);
    return JSON.stringify({
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: {
        name,
        description: [...describeArticle(view, ordinal, body, text), ...describeSections(text)].join('\n'),
        personality: '',
        scenario: '',
        first_mes: `*You meet ${name}.*`,
        mes_example: '',
        creator_notes: [credit, body.sourceUrl ?? ''].filter((line) => line !== '').join('\n'),
        system_prompt: '',
        post_history_instructions: '',
        alternate_greetings: [],
        character_book: {
          name: `${name}: lore`,
          description: credit,
          scan_depth: 4,
          token_budget: Math.max(1, query.budget_tokens),
          recursive_scanning: false,
          extensions: {},
          entries: book.map(bookEntry),
        },
        tags: [promptText(view.definition.name), directory.category(ordinal)],
        creator: promptText(directory.info.licence.attribution ?? '') || promptText(view.definition.name),
        character_version: directory.info.key.slice(0, 8),
        extensions: {
          lorekeeper: {
            universe,
            title: name,
            source_url: body.sourceUrl,
            image_url: directory.imageUrl(ordinal),
            licence: directory.info.licence,
          },
        },
      },
    });
  },
});

function bookEntry({ title, keys, content, sourceUrl }: LoreEntry, index: number) {
  return {
    keys,
    content,
    extensions: { lorekeeper: { source_url: sourceUrl } },
    enabled: true,
    insertion_order: 100,
    case_sensitive: false,
    name: title,
    priority: 10,
    id: index,
    comment: title,
    selective: false,
    secondary_keys: [],
    constant: false,
    position: 'before_char',
  };
}

const text = z.string();
const CARD = z
  .strictObject({
    spec: z.literal('chara_card_v2'),
    spec_version: z.literal('2.0'),
    data: z.strictObject({
      name: text,
      description: text,
      personality: text,
      scenario: text,
      first_mes: text,
      mes_example: text,
      creator_notes: text,
      system_prompt: text,
      post_history_instructions: text,
      alternate_greetings: z.array(text),
      character_book: z.looseObject({ entries: z.array(z.looseObject({ keys: z.array(text), content: text })) }),
      tags: z.array(text),
      creator: text,
      character_version: text,
      extensions: z.looseObject({}),
    }),
  })
  .meta({ id: 'CharacterCard', description: 'A character card, version 2.' });
