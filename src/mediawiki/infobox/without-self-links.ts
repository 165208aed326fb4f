import type { Infobox } from '../../universe/article';
import { articleHref } from '../wikitext/titles';

/** An infobox without links to its own article: a wiki shows them as plain text. */
export function withoutSelfLinks(infobox: Infobox, title: string): Infobox {
  const own = articleHref(title);
  const isOwn = (href: string) => href === own || href.startsWith(`${own}#`);
  const fields = infobox.fields.map((field) =>
    field.links.some(({ href }) => isOwn(href))
      ? { ...field, links: field.links.filter(({ href }) => !isOwn(href)) }
      : field,
  );
  return { ...infobox, fields };
}
