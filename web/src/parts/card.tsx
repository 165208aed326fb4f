import { matchReason } from '../../../src/universe/match-reason';
import type { Article, SearchResult } from '../api/types';
import { link } from '../route';
import { categoryName } from '../words';
import { Picture } from './picture';
import { Snippet } from './snippet';

type CardArticle = Pick<SearchResult, 'title' | 'category' | 'universe' | 'image_url' | 'description' | 'summary'> &
  Partial<Pick<Article, 'placeholder'>> &
  Partial<Pick<SearchResult, 'match' | 'matched'>> & {
    /** Words of the text around what was found, with `<mark>`; everything else is escaped. */
    snippet?: string | null;
  };

/** One article as a card of the catalogue. */
export function Card({ article }: { article: CardArticle }) {
  const { title, category, universe } = article;
  const why = matchReason(article);
  const text = article.description || article.summary;
  return (
    <li class="card">
      <a class="card-link" href={link.article(universe, title, '', category)}>
        <Picture url={article.image_url} name={title} width={128} placeholder={article.placeholder} />
        <span class="card-text">
          <span class="call-number">
            {categoryName(category)}
            {why && <em> — {why}</em>}
          </span>
          <span class="card-title" dir="auto">
            {title}
          </span>
          {article.snippet ? (
            <span class="card-description" dir="auto">
              <Snippet html={article.snippet} />
            </span>
          ) : (
            text && (
              <span class="card-description" dir="auto">
                {text}
              </span>
            )
          )}
        </span>
      </a>
    </li>
  );
}

/** One article as a picture with its name. */
export function Tile({
  article,
}: {
  article: Pick<CardArticle, 'title' | 'category' | 'universe' | 'image_url' | 'placeholder'>;
}) {
  const { title, category, universe, image_url: url, placeholder } = article;
  return (
    <li>
      <a class="tile" href={link.article(universe, title, '', category)}>
        <Picture url={url} name={title} width={200} placeholder={placeholder} />
        <span class="tile-title" dir="auto">
          {title}
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
