import { z } from 'zod';
import { ordinalOf } from '../catalogue/asked-article';
import { bodyOf } from '../catalogue/present/articles';
import type { UniverseView } from '../catalogue/universe-view';
import type { ArticleBody } from '../universe/article';
import { escapeMarkdownLine } from '../universe/escape-markdown-line';
import { plainText } from '../universe/plain-text';
import { shortened } from '../universe/shortened';
import { defineExport } from './export';
import { webAddress } from '../universe/web-address';

/** Within Discord's limits for each part; together they stay below its 6,000. */
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 1500;
const MAX_FIELDS = 8;
const MAX_NAME = 80;
const MAX_VALUE = 300;
const MAX_FOOTER = 400;
const MAX_URL = 1800;
/** The category is the first field. */
const FIRST_FIELD = 'Category';

/** `export/discord/*`: an article as an embed. */
export const DISCORD_EXPORT = defineExport({
  kind: 'text',
  id: 'exportEmbed',
  path: 'export/discord/*',
  query: z.object({}),
  summary: 'An embed for Discord',
  description:
    'One embed object, to be sent among the `embeds` of a message: title, first paragraph, facts, picture, and source and licence in the footer. Within the limits of Discord; mark-up and mentions of the wiki are shown as they are written.',
  mediaType: 'application/json',
  answer: () => EMBED,
  async make({ view, title, inTurn }) {
    const ordinal = await ordinalOf(view, title, inTurn);
    return JSON.stringify(embedOf(view, ordinal, await bodyOf(view, ordinal)));
  },
});

function embedOf(view: UniverseView, ordinal: number, body: ArticleBody) {
  const { directory } = view;
  const { description } = body.content;
  const text = typeof description === 'string' && description.trim() !== '' ? description : directory.summary(ordinal);
  const shown = inert(text, MAX_DESCRIPTION);
  const image = embedAddress(directory.imageUrl(ordinal));
  const source = embedAddress(body.sourceUrl);
  return {
    title: inert(directory.title(ordinal), MAX_TITLE) || 'Untitled',
    ...(shown === '' ? {} : { description: shown }),
    ...(source === null ? {} : { url: source }),
    ...(image === null ? {} : { thumbnail: { url: image } }),
    fields: [
      { name: FIRST_FIELD, value: inert(directory.category(ordinal).replaceAll('_', ' '), MAX_VALUE), inline: true },
      ...factFields(body),
    ],
    footer: { text: creditOf(view) },
  };
}

function factFields({ infobox }: ArticleBody) {
  return (infobox?.fields ?? [])
    .map(({ label, values }) => ({
      name: inert(label, MAX_NAME),
      value: inert(values.filter((value) => value.trim() !== '').join(', '), MAX_VALUE),
      inline: true,
    }))
    .filter(({ name, value }) => name !== '' && value !== '')
    .slice(0, MAX_FIELDS);
}

/** Footers know no mark-up. */
function creditOf({ definition, directory }: UniverseView): string {
  const { name, attribution } = directory.info.licence;
  const parts = [definition.name, attribution, name].filter((part): part is string => Boolean(part));
  return shortened(withoutMentions(plainText(parts.join(' · '))), MAX_FOOTER);
}

/** At most so many characters that Discord shows as they are: no mark-up, no mention, no address that can be clicked. */
function inert(text: string, most: number): string {
  const line = withoutMentions(plainText(text.replace(/\s+/g, ' ')).trim());
  for (let length = Math.min(line.length, most); length > 0; length = Math.floor(length * 0.9)) {
    const shown = escapeMarkdownLine(shortened(line, length));
    if (shown.length <= most) return shown;
  }
  return '';
}

/** A character that nobody sees stands between what would be read together. */
function withoutMentions(text: string): string {
  return text
    .replace(/@(?=\S)/g, '@\u200b')
    .replace(/:\/\//g, ':\u200b//')
    .replace(/\.(?=gg\/)/gi, '.\u200b');
}

/** An address that Discord takes. */
function embedAddress(text: string | null): string | null {
  const address = webAddress(text);
  return address !== null && address.length <= MAX_URL ? address : null;
}

const EMBED = z
  .strictObject({
    title: z.string().min(1).max(MAX_TITLE),
    description: z.string().min(1).optional(),
    url: z.string().optional(),
    thumbnail: z.strictObject({ url: z.string() }).optional(),
    fields: z.array(z.strictObject({ name: z.string().min(1), value: z.string().min(1), inline: z.boolean() })),
    footer: z.strictObject({ text: z.string().min(1) }),
  })
  .meta({ id: 'DiscordEmbed', description: 'An embed of a Discord message.' });
