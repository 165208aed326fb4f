import type { SectionEntry, ReadableText } from '../../../dataset/text-pack';
import { textOf } from '../../../catalogue/article-text';
import { bodyOf } from '../../../catalogue/present/articles';
import type { UniverseView } from '../../../catalogue/universe-view';
import type { ArticleBody } from '../../../universe/article';
import { shortened } from '../../../universe/first-sentence';
import { plainText } from '../../../universe/markdown';
import { html, type Content, type Html } from '../html';
import { articleAddress, categoryAddress, universeAddress } from '../../../universe/page-address';
import type { View } from '../page-html';
import { proxied } from './cards';
import { factsOf } from './facts';
import { pictureName } from './overview';
import { categoryName, licenceLine } from './words';
import { webAddress } from '../../../universe/web-address';

const DESCRIPTION_LENGTH = 300;
const MAX_ALIASES = 12;
const MAX_SECTIONS = 200;
const LEAD_BYTES = 8_000;
/** Of which the first lines of a section are taken. */
const SECTION_BYTES = 1_200;
const SECTION_LENGTH = 300;

/** An article: its lead and its facts, and of its sections the first lines. Throws Problem ARTICLE_DAMAGED. */
export async function article(view: UniverseView, ordinal: number): Promise<View> {
  const { universe, directory } = view;
  const [body, text] = await Promise.all([bodyOf(view, ordinal), textOf(view, ordinal)]);
  const title = directory.title(ordinal);
  const category = directory.category(ordinal);
  const image = directory.imageUrl(ordinal);
  const [lead, ...sections] = text?.sections.slice(0, MAX_SECTIONS) ?? [];
  const paragraphs = lead && text ? readPlain(text, lead, LEAD_BYTES).split(/\n{2,}/) : [];
  const description = directory.summary(ordinal) || paragraphs[0] || `${title}, ${categoryName(category)}`;
  return {
    title,
    description: shortened(description, DESCRIPTION_LENGTH),
    address: articleAddress(universe, category, title),
    kind: 'article',
    picture: image === null ? null : `api/v1/wiki/${universe}/picture/${pictureName(view, ordinal)}?w=800`,
    main: html`<article class="article">
      <nav class="crumbs" aria-label="Where you are">
        <a href="${universeAddress(universe)}">Overview</a>
        <a href="${categoryAddress(universe, category)}">${categoryName(category)}</a>
      </nav>
      <div class="article-card${sections.length > 0 && ' has-text'}">
        <header class="article-head">
          <p class="call-number">${categoryName(category)}</p>
          <h1 dir="auto">${title}</h1>
          ${aliasesOf(body)}
        </header>
        <div class="plate">
          <span class="picture is-shown"
            >${
              image !== null &&
              html`<img class="picture-real" src="${proxied(image, 400)}" alt="Picture of ${title}" />`
            }</span
          >
        </div>
        <div class="article-body">
          <div class="lead prose" dir="auto">${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}</div>
          ${factsOf(view, ordinal, body)}
          ${
            text &&
            sections.length > 0 &&
            html`<div class="article-text">${sections.map((section) => sectionOf(text, section))}</div>`
          }
        </div>
        <aside class="article-side" aria-label="Files and source">${sourceOf(view, ordinal, body)}</aside>
      </div>
    </article>`,
  };
}

function aliasesOf({ content }: ArticleBody): Content {
  const { aliases } = content;
  if (!Array.isArray(aliases) || aliases.length === 0) return null;
  return html`<p class="aliases" dir="auto">Also ${aliases.slice(0, MAX_ALIASES).join(' · ')}</p>`;
}

/** A heading, and the lines that follow it. */
function sectionOf(text: ReadableText, section: SectionEntry): Html {
  const [first = ''] = readPlain(text, section, SECTION_BYTES).split('\n');
  return html`<section class="text-section prose" dir="auto">
    <h2 class="text-head" id="${section.anchor}">${section.heading}</h2>
    ${first !== '' && html`<p>${shortened(first, SECTION_LENGTH)}</p>`}
  </section>`;
}

function readPlain(text: ReadableText, { start, end }: SectionEntry, maxBytes: number): string {
  const bytes = text.read(start, Math.min(end, start + maxBytes));
  return plainText(bytes.toString('utf8').replace(/\ufffd+$/, '')).trim();
}

/** Where it comes from, and whose it is. */
function sourceOf({ universe, directory }: UniverseView, ordinal: number, body: ArticleBody): Html {
  const source = webAddress(body.sourceUrl);
  const path = [directory.category(ordinal), directory.title(ordinal)].map(encodeURIComponent).join('/');
  return html`<section class="api-links">
      <p><a href="api/v1/wiki/${universe}/${path}" rel="external">As JSON</a></p>
    </section>
    ${
      body.wikiCategories.length > 0 &&
      html`<h2 class="small-head">Filed by the wiki under</h2>
        <ul class="tags">
          ${body.wikiCategories.map((name) => html`<li>${name}</li>`)}
        </ul>`
    }
    <footer class="provenance">
      ${source !== null && html`<p><a href="${source}" rel="noreferrer external">Read it at its source</a></p>`}
      <p>${licenceLine(directory.info.licence)}</p>
    </footer>`;
}
