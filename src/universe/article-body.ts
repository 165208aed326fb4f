import type { ArticleBody, ArticleContent, Infobox, InfoboxField } from './article';
import { isMembers } from './members';

/** JSON texts of a stored article. */
export interface BodyTexts {
  content: string;
  infobox: string | null;
  wikiCategories: string | null;
  sourceUrl: string | null;
}

/**
 * The body of an article from what a database prints, the members of its infobox in the order in which they are
 * written. Null where somebody put something else there: an odd shape must not reach those who trust these types.
 */
export function parseBody({ content, infobox, wikiCategories, sourceUrl }: BodyTexts): ArticleBody | null {
  const values: unknown = JSON.parse(content);
  const box: unknown = infobox === null ? null : JSON.parse(infobox);
  const categories: unknown = wikiCategories === null ? [] : JSON.parse(wikiCategories);
  if (!isContent(values) || !isInfobox(box) || !isTexts(categories)) return null;
  return { content: values, infobox: box && inOrder(box), wikiCategories: categories, sourceUrl };
}

function isContent(value: unknown): value is ArticleContent {
  return isMembers(value) && Object.values(value).every((member) => typeof member === 'string' || isTexts(member));
}

function isInfobox(value: unknown): value is Infobox | null {
  if (value === null) return true;
  if (!isMembers(value) || !(typeof value.type === 'string' || value.type === null)) return false;
  return Array.isArray(value.fields) && value.fields.every(isField);
}

function isField(value: unknown): value is InfoboxField {
  if (!isMembers(value) || typeof value.label !== 'string' || !isTexts(value.values)) return false;
  return Array.isArray(value.links) && value.links.every(isLink);
}

function isLink(value: unknown): boolean {
  return isMembers(value) && typeof value.text === 'string' && typeof value.href === 'string';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function inOrder({ type, fields }: Infobox): Infobox {
  return {
    type,
    fields: fields.map(({ label, values, links }) => ({
      label,
      values,
      links: links.map(({ text, href }) => ({ text, href })),
    })),
  };
}
