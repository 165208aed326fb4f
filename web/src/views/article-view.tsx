import { useEffect } from 'preact/hooks';
import { articleUrl, useArticleText, type ArticleText } from '../api/article-text';
import { useResource } from '../api/resource';
import type { Article } from '../api/types';
import { ApiLinks } from '../parts/api-links';
import { Contents, TextSections } from '../parts/article-text';
import { Gallery } from '../parts/gallery';
import { LinkedArticles } from '../parts/linked-articles';
import { Neighbours } from '../parts/neighbours';
import { InfoboxTable } from '../parts/infobox-table';
import { Markdown } from '../parts/markdown';
import { MoreButton } from '../parts/more-button';
import { ErrorNotice } from '../parts/notice';
import { Picture } from '../parts/picture';
import { link, renameAddress, type Route } from '../route';
import { useTitle } from '../title';
import { LicenceLine } from '../parts/licence-line';
import { webAddress } from '../../../src/universe/web-address';
import { categoryName, day } from '../words';

/** One card, in full. */
export function ArticleView({ at }: { at: Extract<Route, { view: 'article' }> }) {
  const { universe, title } = at;
  const { data, error } = useResource<Article>(articleUrl(universe, title));
  const text = useArticleText(universe, title);
  useTitle(data?.title ?? title);
  useEffect(() => {
    if (data) renameAddress(link.article(universe, data.title, at.section, data.category));
  }, [data, universe, at.section]);
  if (error && !data) return <Missing universe={universe} title={title} error={error} />;
  if (!data) {
    return (
      <div class="article is-ghost" aria-busy="true">
        <h1 class="unseen">{title}</h1>
      </div>
    );
  }
  return <ArticleCard article={data} text={text} section={at.section} />;
}

function Missing(props: {
  universe: string;
  title: string;
  error: NonNullable<ReturnType<typeof useResource>['error']>;
}) {
  const near = [props.error.extra.suggestions, props.error.extra.nearest].find(Array.isArray) as unknown[] | undefined;
  const titles = (near ?? []).map((one) => (typeof one === 'string' ? one : String((one as { title?: string }).title)));
  return (
    <section>
      <nav class="crumbs" aria-label="Where you are">
        <a href={link.overview(props.universe)}>Overview</a>
        <a href={link.search(props.universe, props.title)}>Search</a>
      </nav>
      <h1 dir="auto">{props.title}</h1>
      <ErrorNotice error={props.error} />
      {titles.length > 0 && (
        <>
          <h2>Perhaps one of these</h2>
          <ul class="link-list">
            {titles.map((title) => (
              <li key={title}>
                <a href={link.article(props.universe, title)} dir="auto">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function ArticleCard({ article, text, section }: { article: Article; text: ArticleText; section: string }) {
  const { universe, title, category, aliases, description, infobox } = article;
  const [lead, ...sections] = text.sections;
  const origin = { universe, title, sourceUrl: article.source_url };
  const facts = infobox && infobox.fields.length > 0 && <InfoboxTable {...origin} infobox={infobox} />;
  return (
    <article class="article">
      <nav class="crumbs" aria-label="Where you are">
        <a href={link.overview(universe)}>Overview</a>
        <a href={link.category(universe, category)}>{categoryName(category)}</a>
      </nav>
      <Neighbours universe={universe} title={title} />
      <div class={`article-card${sections.length > 0 ? ' has-text' : ''}`}>
        <header class="article-head">
          <p class="call-number">{categoryName(category)}</p>
          <h1 dir="auto">{title}</h1>
          {aliases.length > 0 && (
            <p class="aliases" dir="auto">
              Also {listOf(aliases)}
            </p>
          )}
        </header>
        <div class="plate">
          <Picture
            url={article.image_url}
            name={title}
            width={400}
            placeholder={article.placeholder}
            ratio={frameOf(article)}
            alt={article.image_url ? `Picture of ${title}` : ''}
            eager
          />
        </div>
        <div class="article-body">
          <div class="lead prose" dir="auto">
            {lead?.text ? (
              <Markdown text={lead.text} {...origin} />
            ) : (
              description && <p class="lead-plain">{description}</p>
            )}
          </div>
          {facts}
          {sections.length > 0 && (
            <div class="article-text">
              <Contents sections={sections} {...origin} />
              <TextSections sections={sections} shown={section} {...origin} />
              {text.hasMore && <MoreButton loading={text.loading} more={text.more} />}
            </div>
          )}
          <div class="article-more">
            <Gallery pictures={text.gallery} />
            <LinkedArticles key={title} universe={universe} title={title} />
          </div>
        </div>
        <aside class="article-side" aria-label="Files and source">
          <ApiLinks article={article} />
          <Tags article={article} />
          <Provenance article={article} />
        </aside>
      </div>
    </article>
  );
}

/** The picture's own shape, within what looks well on the card. */
function frameOf({ image_width: width, image_height: height }: Article): number | null {
  return width && height ? Math.min(1.6, Math.max(0.75, width / height)) : null;
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(' · ');
  return names.length > 12 ? `${shown} · and ${names.length - 12} more names` : shown;
}

/** The wiki's own page of a category, as far as its address can be told from an article's. */
function categoryPage(sourceUrl: string | null, name: string): string | null {
  const [, before] = /^(.*\/wiki\/)/.exec(webAddress(sourceUrl) ?? '') ?? [];
  return before === undefined ? null : `${before}Category:${encodeURIComponent(name.replaceAll(' ', '_'))}`;
}

function Tags({ article }: { article: Article }) {
  if (article.wiki_categories.length === 0) return null;
  return (
    <>
      <h2 class="small-head">Filed by the wiki under</h2>
      <ul class="tags">
        {article.wiki_categories.map((name) => {
          const address = categoryPage(article.source_url, name);
          return (
            <li key={name} dir="auto">
              {address ? (
                <a class="outside" href={address} rel="noreferrer external" title="Leads to the wiki">
                  {name}
                </a>
              ) : (
                name
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Who wrote it, under which licence, and when it was read. */
function Provenance({ article }: { article: Article }) {
  const source = webAddress(article.source_url);
  const read = day(article.scraped_at);
  return (
    <footer class="provenance">
      {source && (
        <p>
          <a href={source} rel="noreferrer external">
            Read it at its source
          </a>
        </p>
      )}
      <p>
        <LicenceLine licence={article.licence} />
      </p>
      {read && <p>Read on {read}.</p>}
    </footer>
  );
}
