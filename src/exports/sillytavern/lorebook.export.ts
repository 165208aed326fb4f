import { z } from 'zod';
import { categories, limit, MAX_TITLE, optionalText, texts, wholeNumber } from '../../params/parameters';
import { defineExport } from '../export';
import { chosenArticles } from './chosen-articles';
import { creditOf, loreEntries, type LoreEntry } from './lore-entry';

const QUERY = z.object({
  category: categories,
  titles: texts(
    { most: 500, maxLength: MAX_TITLE },
    { description: 'Only these articles; repeated, or separated by commas.', example: 'Orsa Quill' },
  ),
  around: optionalText(MAX_TITLE, {
    description: 'Only this article and those that it is linked with.',
    example: 'Orsa Quill',
  }),
  depth: wholeNumber(
    { min: 0, max: 3, fallback: 1 },
    { description: 'How many links away from `around`.', example: 1 },
  ),
  limit: limit(100, 500),
  budget_tokens: wholeNumber(
    { min: 1, max: 1_000_000, fallback: 1_000_000 },
    { description: 'How many tokens the contents may have together, by a high estimate.', example: 4000 },
  ),
});

/** `export/lorebook`: a file for the World Info of SillyTavern. */
export const LOREBOOK_EXPORT = defineExport({
  kind: 'text',
  id: 'exportLorebook',
  path: 'export/lorebook',
  query: QUERY,
  summary: 'A lorebook for SillyTavern',
  description:
    'World info: an entry for each article, whose keys are its title and other names, and whose content is what it is, its facts and its lead. The most linked articles come first, around an article the nearest. The last entry, which is switched off, names source and licence.',
  mediaType: 'application/json',
  answer: () => LOREBOOK,
  fileName: (universe) => `${universe}-lorebook.json`,
  async make(asked) {
    const { view, query } = asked;
    const entries = await loreEntries(view, await chosenArticles(asked), query.budget_tokens);
    const all = [...entries.map(worldInfoEntry), creditEntry(creditOf(view), entries.length)];
    return JSON.stringify({
      name: `${view.universe}-lorebook`,
      entries: Object.fromEntries(all.map((entry) => [entry.uid, entry])),
      extensions: {
        lorekeeper: {
          universe: view.universe,
          dataset_version: view.directory.info.key,
          licence: view.directory.info.licence,
          sources: Object.fromEntries(entries.map(({ sourceUrl }, uid) => [uid, sourceUrl])),
        },
      },
    });
  },
});

function worldInfoEntry({ title, keys, content }: LoreEntry, uid: number) {
  return { ...NEW_ENTRY, uid, displayIndex: uid, key: keys, comment: title, content };
}

/** People see it in the list of entries; models never do. */
function creditEntry(credit: string, uid: number) {
  return { ...NEW_ENTRY, uid, displayIndex: uid, comment: 'Source and licence', content: credit, disable: true };
}

/** Every member that the program gives a new entry. Other entries are not set off by the names in a content. */
const NEW_ENTRY = {
  uid: 0,
  key: [] as string[],
  keysecondary: [] as string[],
  comment: '',
  content: '',
  constant: false,
  vectorized: false,
  selective: true,
  selectiveLogic: 0,
  addMemo: true,
  order: 100,
  position: 0,
  disable: false,
  ignoreBudget: false,
  excludeRecursion: false,
  preventRecursion: true,
  matchPersonaDescription: false,
  matchCharacterDescription: false,
  matchCharacterPersonality: false,
  matchCharacterDepthPrompt: false,
  matchScenario: false,
  matchCreatorNotes: false,
  delayUntilRecursion: 0,
  probability: 100,
  useProbability: true,
  depth: 4,
  outletName: '',
  group: '',
  groupOverride: false,
  groupWeight: 100,
  scanDepth: null,
  caseSensitive: null,
  matchWholeWords: null,
  useGroupScoring: null,
  automationId: '',
  role: 0,
  sticky: null,
  cooldown: null,
  delay: null,
  triggers: [] as string[],
  displayIndex: 0,
};

const LOREBOOK = z
  .strictObject({
    name: z.string(),
    entries: z.record(
      z.string(),
      z.looseObject({
        uid: z.int(),
        key: z.array(z.string()),
        comment: z.string(),
        content: z.string(),
        disable: z.boolean(),
      }),
    ),
    extensions: z.looseObject({}),
  })
  .meta({ id: 'Lorebook', description: 'A world info file; its entries by uid.' });
