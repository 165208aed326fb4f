import type { UniverseView } from '../../catalogue/universe-view';
import type { ArticleBody, InfoboxField } from '../../universe/article';
import { contentLink, htmlAttribute, htmlText, webLink } from './foundry-html';
import type { UuidOf } from './markdown-html';

/** The picture of an article by its path in the module. */
export function pictureHtml(path: string): string {
  return `<p><img src="${htmlAttribute(path)}" alt=""></p>`;
}

/** The facts of an article as a table; empty where it has none. */
export function factsHtml({ infobox }: ArticleBody, uuidOf: UuidOf): string {
  const rows = (infobox?.fields ?? [])
    .filter(({ label, values }) => label.trim() !== '' && values.length > 0)
    .map((field) => `<tr><th>${htmlText(field.label)}</th><td>${valuesHtml(field, uuidOf)}</td></tr>`);
  return rows.length === 0 ? '' : `<table><tbody>${rows.join('\n')}</tbody></table>`;
}

/** The values with the links that stand in them, which come in the order of the text. */
function valuesHtml({ values, links }: InfoboxField, uuidOf: UuidOf): string {
  let next = 0;
  const one = (value: string): string => {
    let html = '';
    let rest = value;
    for (; next < links.length; next++) {
      const { text, href } = links[next]!;
      const at = text === '' ? -1 : rest.indexOf(text);
      if (at < 0) break;
      const uuid = uuidOf(href);
      html += htmlText(rest.slice(0, at)) + (uuid === null ? htmlText(text) : contentLink(uuid, text));
      rest = rest.slice(at + text.length);
    }
    return html + htmlText(rest);
  };
  return values.map(one).join('<br>');
}

/** Whose work a page is: it stands below each. */
export function creditHtml({ definition, directory }: UniverseView, sourceUrl: string | null): string {
  const { name, url, attribution } = directory.info.licence;
  const parts = [
    webLink(sourceUrl, htmlText(definition.name)),
    htmlText(attribution ?? ''),
    webLink(url, htmlText(name)),
  ];
  return `<hr><p><em>${parts.filter((part) => part !== '').join(' · ')}</em></p>`;
}
