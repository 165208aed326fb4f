import { z } from 'zod';
import { readSections } from '../../catalogue/article-text';
import { bodyOf } from '../../catalogue/present/articles';
import { MAX_TITLE } from '../../params/parameters';
import { ordinalOfShown } from '../asked-title';
import { fitted, MAX_ANSWER_BYTES } from '../bounded-answer';
import { defineTool, sourceMembers, sourceOf, title, universe } from '../tool';

/** As much as is read at once; longer sections end there. */
const MAX_SECTION_BYTES = 200_000;
const MAX_CONTENTS = 200;
/** Of one step by which an answer gets longer. */
const CHARACTERS = 100;

export const getSection = defineTool({
  name: 'get_section',
  title: 'Read a section of an article',
  description:
    'The text of an article, section by section, as Markdown: the lead without `section`, else a section with those below it. `contents` lists them all.',
  input: {
    universe,
    title,
    section: z
      .union([z.int().min(0), z.string().max(MAX_TITLE)])
      .default(0)
      .describe('Index or anchor of the section, as contents lists them; 0 is the lead.'),
    first_character: z
      .int()
      .min(0)
      .default(0)
      .describe('What is before this character is left out; next_character of the answer before.'),
  },
  output: {
    ...sourceMembers,
    title: z.string(),
    section: z.int(),
    heading: z.string().describe('Empty for the lead.'),
    text: z.string().describe('Markdown; empty where the article has no text.'),
    next_character: z.int().nullable().describe('The first_character to ask with for the rest of this section.'),
    next_section: z.int().nullable().describe('The section behind this one; null at the end.'),
    contents: z.array(z.strictObject({ section: z.int(), level: z.int(), heading: z.string() })),
    source_url: z.string().nullable(),
  },
  answer: ({ universe, title, section, first_character: from }, lore) =>
    lore.read(universe, async (view) => {
      const ordinal = await ordinalOfShown(view, title, lore);
      const { sourceUrl } = await bodyOf(view, ordinal);
      const query = { format: 'markdown', maxBytes: MAX_SECTION_BYTES } as const;
      const all = await readSections(view, ordinal, { ...query, toc: true });
      // Of an article that has no text at all the lead is empty.
      const isEmpty = all.sections.length === 0 && section === 0;
      const { sections } = isEmpty ? all : await readSections(view, ordinal, { ...query, section: String(section) });
      const [first] = sections;
      const text = sections
        .map(({ index, level, heading, text }) => withHeading(index, level, heading, text))
        .join('\n\n');
      const most = Math.ceil(Math.min(text.length - from, MAX_ANSWER_BYTES / 2) / CHARACTERS);
      const next = (sections.at(-1)?.index ?? -1) + 1;
      return fitted(Math.max(1, most), (steps) => {
        const end = from + steps * CHARACTERS;
        return {
          ...sourceOf(view),
          title: view.directory.title(ordinal),
          section: first?.index ?? 0,
          heading: first?.heading ?? '',
          text: text.slice(from, end).toWellFormed(),
          next_character: end < text.length ? end : null,
          next_section: next < all.sections.length ? next : null,
          contents: all.sections.slice(0, MAX_CONTENTS).map(({ index, level, heading }) => ({
            section: index,
            level,
            heading: heading.slice(0, CHARACTERS).toWellFormed(),
          })),
          source_url: sourceUrl,
        };
      });
    }),
});

function withHeading(index: number, level: number, heading: string, text: string): string {
  return index === 0 ? text : `${'#'.repeat(Math.min(level, 6))} ${heading}\n\n${text}`;
}
