import { plainText } from '../../universe/plain-text';
import { webAddress } from '../../universe/web-address';

/** A character that nobody sees: what Foundry would read as a command is none with it. */
const APART = '\u2060';
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const MAX_NAME = 255;

/**
 * Text as HTML that shows it as it is: no element, no command of Foundry (`@Macro[…]`, `[[/roll …]]`, `&Reference[…]`),
 * also where it is put together of pieces.
 */
export function htmlText(text: string): string {
  return escapeHtml(
    plainText(text)
      .replace(/[@&](?=\w|$)/g, `$&${APART}`)
      .replace(/\[(?=\[|$)/g, `[${APART}`),
  );
}

/** The value of an attribute, between double quotes. */
export function htmlAttribute(text: string): string {
  return escapeHtml(text);
}

/** A link to a document of Foundry; its text ends at a brace. */
export function contentLink(uuid: string, label: string): string {
  const text = htmlText(label.replace(/\{/g, '(').replace(/\}/g, ')').replace(/\s+/g, ' ').trim());
  return `@UUID[${uuid}]{${text || 'Untitled'}}`;
}

/** A link to an address of the web; the text alone where it is none. */
export function webLink(address: string | null, html: string): string {
  const href = webAddress(address);
  return href === null ? html : `<a href="${htmlAttribute(href)}">${html}</a>`;
}

/** A name of a document, shown as text wherever it is shown. */
export function nameText(text: string): string {
  const name = plainText(text).replaceAll('<', '‹').replaceAll('>', '›').trim().slice(0, MAX_NAME).toWellFormed();
  return name === '' ? 'Untitled' : name;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]!);
}
