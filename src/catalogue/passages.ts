import type { PassageIndex } from '../dataset/passages/passage-index';
import { estimateTokens } from '../universe/estimate-tokens';
import { namedArticles } from '../dataset/passages/named-articles';
import { findArticles, findPassages, type PassageHit } from '../dataset/passages/passage-search';
import { snippetOf } from '../dataset/passages/snippet';
import type { ReadableText } from '../dataset/text-pack';
import { Problem } from '../problem/problem';
import { plainText } from '../universe/markdown';
import type { TextFormat } from './article-text';
import type { UniverseView } from './universe-view';

export interface PassagesQuery {
  q: string;
  /** Number of a category; null where it holds nothing. */
  category?: number | null | undefined;
  /** Ordinal of an article whose passages alone are wanted. */
  article?: number | undefined;
  limit: number;
  /** All passages together take no more. */
  budgetTokens?: number | undefined;
  format: TextFormat;
}

export interface FoundPassage {
  ordinal: number;
  heading: string;
  anchor: string;
  text: string;
  score: number;
  tokens: number;
  sourceUrl: string | null;
}

export interface FoundPassages {
  /** Of all passages that have a word of the query. */
  total: number;
  /** Of those given, together. */
  tokens: number;
  passages: FoundPassage[];
}

/**
 * The passages that answer a question best, as many as fit. Damaged ones are left out. Throws Problem DATA_NOT_READY
 * where this instance has no index of the texts.
 */
export async function readPassages(view: UniverseView, query: PassagesQuery): Promise<FoundPassages> {
  const { directory } = view;
  const index = indexOf(view);
  if (query.category === null) return { total: 0, tokens: 0, passages: [] };
  const { total, hits } = await findPassages(index, {
    text: query.q,
    named: namedArticles(directory.search, query.q),
    takes:
      query.category === undefined && query.article === undefined
        ? undefined
        : (ordinal) =>
            (query.category === undefined || directory.categoryOf[ordinal] === query.category) &&
            (query.article === undefined || ordinal === query.article),
    limit: query.limit,
  });
  const chosen = withinBudget(index, hits, query.budgetTokens ?? Infinity);
  const passages = await readHits(view, index, chosen, query.format);
  return { total, tokens: passages.reduce((sum, { tokens }) => sum + tokens, 0), passages };
}

/** As many as fit, in their order; what is too large by itself is passed over. */
function withinBudget(index: PassageIndex, hits: readonly PassageHit[], budget: number): PassageHit[] {
  let left = budget;
  return hits.filter(({ passage }) => {
    const tokens = index.place(passage).tokens;
    if (tokens > left) return false;
    left -= tokens;
    return true;
  });
}

async function readHits(
  view: UniverseView,
  index: PassageIndex,
  hits: readonly PassageHit[],
  format: TextFormat,
): Promise<FoundPassage[]> {
  const ordinals = [...new Set(hits.map(({ passage }) => index.place(passage).ordinal))];
  const texts = await view.readableTexts(ordinals);
  return hits.flatMap(({ passage, score }) => {
    const { ordinal, section, start, end } = index.place(passage);
    const text = texts[ordinals.indexOf(ordinal)];
    if (!text) return [];
    const shown = shownText(text, start, end, format);
    const { heading = '', anchor = '' } = text.sections[section] ?? {};
    return {
      ordinal,
      heading,
      anchor,
      text: shown,
      score: Math.round(score * 1000) / 1000,
      tokens: estimateTokens(shown),
      sourceUrl: text.sourceUrl,
    };
  });
}

function shownText(text: ReadableText, start: number, end: number, format: TextFormat): string {
  const markdown = text.read(start, end).toString('utf8').trim();
  return format === 'plain' ? plainText(markdown) : markdown;
}

/** An article whose text was searched, with the words of the query marked. */
export interface TextHit {
  ordinal: number;
  snippet: string;
}

/** Articles whose texts have every word of a query, without those in `except`; the best passages first. */
export async function searchTexts(
  view: UniverseView,
  {
    q,
    category,
    limit,
    offset,
    except,
  }: { q: string; category: number | undefined; limit: number; offset: number; except: ReadonlySet<number> },
): Promise<{ total: number; hits: TextHit[] }> {
  const { directory } = view;
  const index = indexOf(view);
  const articles = await findArticles(index, {
    text: q,
    named: namedArticles(directory.search, q),
    takes: (ordinal) => !except.has(ordinal) && (category === undefined || directory.categoryOf[ordinal] === category),
  });
  const page = articles.slice(offset, offset + limit);
  const texts = await view.readableTexts(page.map(({ ordinal }) => ordinal));
  const hits = page.map(({ ordinal, passage }, i) => {
    const { start, end } = index.place(passage);
    const text = texts[i];
    return { ordinal, snippet: text ? snippetOf(text.read(start, end).toString('utf8'), q) : '' };
  });
  return { total: articles.length, hits };
}

function indexOf({ universe, directory }: UniverseView): PassageIndex {
  if (directory.passages) return directory.passages;
  throw new Problem(
    'DATA_NOT_READY',
    `The texts of the universe "${universe}" cannot be searched on this instance yet; it has no index of them.`,
    { retryAfterSeconds: 60 },
  );
}
