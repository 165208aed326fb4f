import type { Licence } from '../../../dataset/dataset-info';
import { html, type Html } from '../html';

const NUMBER = new Intl.NumberFormat('en');

export const count = (value: number): string => NUMBER.format(value);

/** `real_world` as a reader sees it: Real world. */
export function categoryName(category: string): string {
  const words = category.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An address that a link may have; null for one that is neither http nor https, whatever it hides its scheme with. */
export function webAddress(href: string | null, base?: string | null): string | null {
  if (!href) return null;
  try {
    const url = new URL(href, base ?? undefined);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Whose work it is, and what may be done with it. */
export function licenceLine({ name, url, attribution }: Licence): Html {
  const address = webAddress(url);
  const isFree = /^CC0|public domain/i.test(name);
  return html`${attribution && `${attribution}. `}Licence:
  ${address === null ? name : html`<a href="${address}" rel="noreferrer license">${name}</a>`}.
  ${!isFree && 'Pictures belong to their owners.'}`;
}
