import type { Article, SearchResult } from '../api/types';
import { link } from '../route';
import { abbreviation, categoryName } from '../words';
import { Picture } from './picture';

const MATCH_WORDS: Record<string, string> = {
  alias: 'by another name',
  fuzzy: 'a near spelling',
  description: 'in the description',
};

type CardArticle = Pick<SearchResult, 'title' | 'category' | 'universe' | 'image_url' | 'description'> &
  Partial<Pick<Article, 'id' | 'placeholder' | 'infobox'>> &
  Partial<Pick<SearchResult, 'match'>>;

/** What the infobox says first, for articles of which no description was kept. */
function factsOf(infobox: Article['infobox'] | undefined): string {
  const fields = infobox?.fields.filter(({ label, values }) => values[0] && !/^(titles?|names?)$/i.test(label)) ?? [];
  return fields
    .slice(0, 3)
    .map(({ label, values }) => `${label}: ${values[0]}`)
    .join(' · ');
}

/** One article as a card of the catalogue. */
export function Card({ article }: { article: CardArticle }) {
  const { title, category, universe, match } = article;
  const why = match ? MATCH_WORDS[match] : undefined;
  const text = article.description || factsOf(article.infobox);
  return (
    <li class="card">
      <a class="card-link" href={link.article(universe, title)}>
        <Picture url={article.image_url} name={title} width={128} placeholder={article.placeholder} />
        <span class="card-text">
          <span class="call-number">
            {article.id === undefined ? categoryName(category) : `${abbreviation(category)} · ${article.id}`}
            {why && <em> — {why}</em>}
          </span>
          <span class="card-title">{title}</span>
          {text && <span class="card-description">{text}</span>}
        </span>
      </a>
    </li>
  );
}

/** Cards that hold the place of those to come. */
export function GhostCards({ count }: { count: number }) {
  return (
    <ul class="cards" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li class="card is-ghost" key={index} />
      ))}
    </ul>
  );
}
