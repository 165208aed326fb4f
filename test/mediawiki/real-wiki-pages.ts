/** An article of the test's own wiki, and what the crawl must make of it. */
export interface OwnArticle {
  title: string;
  kind: string;
  facts: [label: string, items: { text: string; target?: string }[]][];
  image: string | null;
  lead: string;
  categories: string[];
  redirects: string[];
}

export const CATEGORY = 'Lore articles';
const KINDS = ['Planet', 'Character', 'Weapon', 'City', 'Individual_ship'];
const HOSTILE = [
  'AC/DC station',
  'Who?',
  '100% pure',
  'C&D works',
  'A\'b"c',
  'Padmé',
  '語'.repeat(60),
  'Ünïcode 🪐',
  'Constructor',
  'HasOwnProperty',
  'Dot. Dot..',
  'Plus+minus',
  'Semi;colon',
  'Paren (moon)',
];

/** At least two hundred articles of every shape. */
export function ownArticles(): OwnArticle[] {
  const titles = [...Array.from({ length: 200 }, (_, i) => `Article ${i}`), ...HOSTILE];
  return titles.map((title, i) => {
    const kind = KINDS[i % KINDS.length] ?? 'Planet';
    const other = titles[(i * 7 + 3) % titles.length] ?? title;
    return {
      title,
      kind,
      facts: [
        ['Region', [{ text: `Region ${i % 9}`, target: `Region ${i % 9}` }, { text: `Reach ${i % 4}` }]],
        ['Neighbour', [{ text: other, target: other }]],
        ['Length', [{ text: `${i + 1} meters` }]],
      ],
      image: i % 3 === 0 ? `Picture ${i % 12}.png` : null,
      lead: `${title} was number ${i} of the wiki of this test.`,
      categories: [CATEGORY, `${kind.replaceAll('_', ' ')}s`, `Group ${i % 6}`],
      redirects: i % 10 === 0 ? [`Other name of ${i}`] : [],
    };
  });
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const address = (title: string) => `/index.php/${encodeURIComponent(title.replaceAll(' ', '_'))}`;

function item({ text, target }: { text: string; target?: string }): string {
  return target === undefined ? escape(text) : `<a href="${address(target)}" title="x">${escape(text)}</a>`;
}

/** The infobox in the shapes that Fandom renders, by turns. */
function infobox(article: OwnArticle, shape: number): string {
  const rows = article.facts.map(([label, items]) => {
    const source = label.toLowerCase();
    const value =
      items.length > 1
        ? `<ul>${items.map((one) => `<li>${item(one)}<sup class="reference"><a href="#cite">[1]</a></sup></li>`).join('')}</ul>`
        : item(items[0]!);
    if (shape === 2) {
      return `<table class="pi-horizontal-group"><thead><tr><th class="pi-horizontal-group-item pi-data-label" data-source="${source}">${label}</th></tr></thead><tbody><tr><td class="pi-horizontal-group-item pi-data-value" data-source="${source}">${value}</td></tr></tbody></table>`;
    }
    const tag = shape === 1 ? 'div' : 'h3';
    return `<div class="pi-item pi-data" data-source="${source}"><${tag} class="pi-data-label">${label}</${tag}><div class="pi-data-value pi-font">${value}</div></div>`;
  });
  const navigation = `<nav class="pi-navigation"><small><a href="/index.php/Template:${article.kind}">x</a></small></nav>`;
  return `<html><aside class="portable-infobox pi-background pi-theme-wikia"><h2 class="pi-item pi-title">${escape(article.title)}</h2><section class="pi-item pi-group">${rows.join('')}</section>${navigation}</aside></html>`;
}

/** The page's wikitext. */
export function ownText(article: OwnArticle, shape: number): string {
  const picture = article.image === null ? '' : `[[File:${article.image}|thumb|A picture]]\n`;
  const lead = `'''${article.title.replaceAll("'", '&#39;')}''' was${article.lead.slice(article.title.length + 4)}`;
  return `${infobox(article, shape)}\n${picture}${lead}\n\n== History ==\nSome more text about it.\n${article.categories.map((name) => `[[Category:${name}]]`).join('\n')}\n`;
}
