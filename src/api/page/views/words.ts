import type { Licence } from '../../../dataset/dataset-info';
import { webAddress } from '../../../universe/web-address';
import { html, type Html } from '../html';

const NUMBER = new Intl.NumberFormat('en');

export const count = (value: number): string => NUMBER.format(value);

/** `real_world` as a reader sees it: Real world. */
export function categoryName(category: string): string {
  const words = category.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whose work it is, and what may be done with it. */
export function licenceLine({ name, url, attribution }: Licence): Html {
  const address = webAddress(url);
  const isFree = /^CC0|public domain/i.test(name);
  return html`${attribution && `${attribution}. `}Licence:
  ${address === null ? name : html`<a href="${address}" rel="noreferrer license">${name}</a>`}.
  ${!isFree && 'Pictures belong to their owners.'}`;
}
