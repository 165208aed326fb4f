import { html, type Content, type Html } from './html';

/** A view as the server writes it: what links to it unfold to, and what can be read of it without script. */
export interface View {
  title: string;
  description: string;
  /** Its one address, relative to where the service lies; null where search engines should not remember it. */
  address: string | null;
  kind: 'website' | 'article';
  /** Address of its picture, likewise relative. */
  picture?: string | null;
  /** More for the head. */
  head?: Content;
  main: Content;
}

export interface Place {
  /** From the address that is asked to where the service lies: `./`, `../`, … */
  up: string;
  /** Where the service lies as the caller sees it, with a slash behind it. */
  site: string;
}

const HEAD = /<!-- head -->[\s\S]*?<!-- \/head -->/;
const MAIN = /<!-- main -->[\s\S]*?<!-- \/main -->/;

/** The page's HTML, as the build left it, with a view in its places. */
export function pageHtml(template: string, view: View, place: Place): string {
  // As functions: what `$&` would mean in a replacement must stay as it is.
  return template
    .replace(HEAD, () => headOf(view, place).text)
    .replace(MAIN, () => html`<main id="main">${view.main}</main>`.text);
}

function headOf({ title, description, address, kind, picture, head }: View, { up, site }: Place): Html {
  const at = address === null ? null : site + address;
  return html`<base href="${up}" />
    <title>${title === '' ? 'Lorekeeper' : `${title} · Lorekeeper`}</title>
    <meta name="description" content="${description}" />
    ${at === null && html`<meta name="robots" content="noindex" />`}
    ${
      at !== null && [
        html`<link rel="canonical" href="${at}" />`,
        html`<meta property="og:url" content="${at}" />`,
        html`<meta property="og:site_name" content="Lorekeeper" />`,
        html`<meta property="og:type" content="${kind}" />`,
        html`<meta property="og:title" content="${title}" />`,
        html`<meta property="og:description" content="${description}" />`,
        picture && html`<meta property="og:image" content="${site + picture}" />`,
        html`<meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}" />`,
      ]
    }
    ${head}`;
}

/** The steps from an address up to where the service lies. */
export function stepsUp(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return '../'.repeat(path.split('/').length - 2) || './';
}
