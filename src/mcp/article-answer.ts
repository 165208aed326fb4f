import { z } from 'zod';
import { bodyOf } from '../catalogue/present/articles';
import type { UniverseView } from '../catalogue/universe-view';
import type { ArticleBody } from '../universe/article';
import { shortened } from '../universe/shortened';
import { fitted, MAX_ANSWER_BYTES } from './bounded-answer';
import { entry, entryOf, sourceMembers, sourceOf } from './tool';

const MAX_DESCRIPTION = 4000;
const MAX_VALUE = 1000;
const MAX_ALIASES = 50;
/** They stand beside the facts. */
const NO_FACTS = new Set(['description', 'aliases']);

export const articleMembers = {
  ...sourceMembers,
  ...entry.shape,
  description: z.string().describe('Its first paragraph; empty where there is none.'),
  aliases: z.array(z.string()).describe('Its other names.'),
  facts: z.array(z.strictObject({ label: z.string(), values: z.array(z.string()) })),
  next_fact: z.int().nullable().describe('The first_fact to ask with for more facts; null where those were all.'),
  image_url: z.string().nullable(),
  source_url: z.string().nullable().describe('The article in its wiki.'),
  resource: z.string().describe('The address of this article as a resource.'),
};

/** An article, its facts from `firstFact` on. Throws Problem ARTICLE_DAMAGED. */
export async function articleAnswer(view: UniverseView, ordinal: number, firstFact: number) {
  const { directory } = view;
  const body = await bodyOf(view, ordinal);
  const { description, aliases } = body.content;
  const facts = factsOf(body);
  return fitted(mayFit(facts, firstFact), (count) => ({
    ...sourceOf(view),
    ...entryOf(view, ordinal),
    description: typeof description === 'string' ? shortened(description, MAX_DESCRIPTION) : '',
    aliases: Array.isArray(aliases) ? aliases.slice(0, MAX_ALIASES).map((alias) => shortened(alias, MAX_VALUE)) : [],
    facts: byLabel(facts.slice(firstFact, firstFact + count)),
    next_fact: firstFact + count < facts.length ? firstFact + count : null,
    image_url: directory.imageUrl(ordinal),
    source_url: body.sourceUrl,
    resource: articleUri(view.universe, directory.title(ordinal)),
  }));
}

export function articleUri(universe: string, title: string): string {
  return `lore://${universe}/${encodeURIComponent(title)}`;
}

interface Fact {
  label: string;
  value: string;
}

/** Every value of the infobox with its label; of articles without one, what else is known. */
function factsOf({ infobox, content }: ArticleBody): Fact[] {
  if (infobox) return infobox.fields.flatMap(({ label, values }) => values.map((value) => ({ label, value })));
  return Object.entries(content)
    .filter(([name]) => !NO_FACTS.has(name))
    .flatMap(([label, values]) => [values].flat().map((value) => ({ label, value })))
    .filter(({ value }) => value !== '');
}

/** More facts than these cannot fit into one answer, in which each stands twice. */
function mayFit(facts: readonly Fact[], first: number): number {
  let count = 0;
  for (let characters = 0; first + count < facts.length && characters < MAX_ANSWER_BYTES / 2; count++) {
    characters += Math.min(facts[first + count]!.value.length, MAX_VALUE);
  }
  return Math.max(count, 1);
}

function byLabel(facts: readonly Fact[]): { label: string; values: string[] }[] {
  const groups: { label: string; values: string[] }[] = [];
  for (const { label, value } of facts) {
    const last = groups.at(-1);
    if (last?.label === label) last.values.push(shortened(value, MAX_VALUE));
    else groups.push({ label, values: [shortened(value, MAX_VALUE)] });
  }
  return groups;
}
