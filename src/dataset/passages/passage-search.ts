import type { PassageIndex, PostingList } from './passage-index';
import { WEIGHT_STEPS } from './passage-file';
import type { NamedArticle } from './named-articles';
import { wordKey, wordsOfQuery } from './text-words';

/** A passage that was found. */
export interface PassageHit {
  passage: number;
  score: number;
}

export interface PassageQuery {
  text: string;
  /** Articles that the query names, by ordinal. */
  named: ReadonlyMap<number, NamedArticle>;
  /** Whether passages of an article are wanted at all. */
  takes: (ordinal: number) => boolean;
  limit: number;
}

/** Words of a question that are looked at: the others could only repeat it. */
const MOST_WORDS = 24;

/** How much a word of a name counts in every passage of the article that the query names by it. */
const NAME_WORD = 0.75;

/**
 * The passages that have words of the query, the best first: by BM25 over the words of each passage, its heading and its
 * article's title. In an article that the query names the words of its name decide nothing: it is all about it. Of
 * equal ones the article that sorts first comes first. Reading is what takes time; ranking is done in one go.
 */
export async function findPassages(
  index: PassageIndex,
  { text, named, takes, limit }: PassageQuery,
): Promise<{ total: number; hits: PassageHit[] }> {
  const words = await listsOf(index, text);
  const best = new Best(limit);
  let total = 0;
  for (const { passage, ordinal, score } of ranked(index, words, named)) {
    if (!takes(ordinal)) continue;
    total++;
    best.add({ passage, ordinal, score });
  }
  return { total, hits: best.sorted() };
}

/** An article whose text has every word of a query, with its best passage. */
export interface ArticleHit extends PassageHit {
  ordinal: number;
}

/** The articles whose texts have every word of the query somewhere, those with the best passages first. */
export async function findArticles(
  index: PassageIndex,
  { text, named, takes }: Omit<PassageQuery, 'limit'>,
): Promise<ArticleHit[]> {
  const words = await listsOf(index, text);
  if (words.length === 0 || words.some(({ list }) => list === null)) return [];
  const wanted = 2 ** words.length - 1;
  const articles = new Map<number, ArticleHit & { mask: number }>();
  for (const { passage, ordinal, score, mask } of ranked(index, words, named)) {
    if (!takes(ordinal)) continue;
    const known = articles.get(ordinal);
    if (!known) articles.set(ordinal, { ordinal, passage, score, mask });
    else {
      known.mask |= mask;
      if (score > known.score || (score === known.score && passage < known.passage)) {
        known.score = score;
        known.passage = passage;
      }
    }
  }
  return [...articles.values()]
    .filter(({ mask }) => mask === wanted)
    .sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
    .map(({ ordinal, passage, score }) => ({ ordinal, passage, score }));
}

/** A word of a query; the list is null where nothing has it. */
interface AskedWord {
  key: string;
  list: PostingList | null;
}

async function listsOf(index: PassageIndex, text: string): Promise<AskedWord[]> {
  const words = wordsOfQuery(text).slice(0, MOST_WORDS);
  return Promise.all(words.map(async (word) => ({ key: wordKey(word), list: await index.find(word) })));
}

interface Ranked {
  passage: number;
  ordinal: number;
  score: number;
  /** A bit for each word that it has. */
  mask: number;
}

/** Every passage that has a word, with its score. One object is given again and again. */
function* ranked(
  index: PassageIndex,
  words: readonly AskedWord[],
  named: ReadonlyMap<number, NamedArticle>,
): Generator<Ranked> {
  const { scores, masks, ordinalOf } = index;
  const found = scored(index, words, named);
  const bonuses = new Map<number, number>();
  for (const [ordinal, article] of named) bonuses.set(ordinal, bonusOf(article, words));
  const one: Ranked = { passage: 0, ordinal: 0, score: 0, mask: 0 };
  for (let i = 0; i < found.length; i++) {
    const passage = found[i]!;
    const ordinal = ordinalOf[passage]!;
    const article = named.size === 0 ? undefined : named.get(ordinal);
    one.passage = passage;
    one.ordinal = ordinal;
    one.score = article ? (scores[passage]! + (bonuses.get(ordinal) ?? 0)) * article.factor : scores[passage]!;
    one.mask = masks[passage]!;
    masks[passage] = 0;
    yield one;
  }
}

function bonusOf({ words: name }: NamedArticle, words: readonly AskedWord[]): number {
  let bonus = 0;
  for (const { key, list } of words) if (list && name.has(key)) bonus += list.rarity * NAME_WORD;
  return bonus;
}

/**
 * Adds the weights up in the scores of the index, without those of a name's words in the article named; gives the
 * passages that have any word. The caller clears their masks.
 */
function scored(
  index: PassageIndex,
  words: readonly AskedWord[],
  named: ReadonlyMap<number, NamedArticle>,
): Uint32Array {
  const { scores, masks, ordinalOf } = index;
  const most = words.reduce((sum, { list }) => sum + (list?.postings.length ?? 0), 0);
  const found = new Uint32Array(Math.min(most, index.count));
  let count = 0;
  words.forEach(({ key, list }, word) => {
    if (!list) return;
    const { postings, rarity } = list;
    const bit = 2 ** word;
    const bearers = new Set([...named].filter(([, { words: name }]) => name.has(key)).map(([ordinal]) => ordinal));
    for (let i = 0; i < postings.length; i++) {
      const posting = postings[i]!;
      const step = posting % WEIGHT_STEPS;
      const passage = (posting - step) / WEIGHT_STEPS;
      if (masks[passage] === 0) {
        found[count++] = passage;
        scores[passage] = 0;
      }
      masks[passage]! |= bit;
      if (bearers.size > 0 && bearers.has(ordinalOf[passage]!)) continue;
      scores[passage]! += (rarity * (step + 1)) / WEIGHT_STEPS;
    }
  });
  return found.subarray(0, count);
}

/** Keeps the best of many. */
class Best {
  private readonly hits: ArticleHit[] = [];

  constructor(private readonly limit: number) {}

  add(hit: ArticleHit): void {
    const { hits, limit } = this;
    if (hits.length === limit && !isBefore(hit, hits[limit - 1]!)) return;
    let at = Math.min(hits.length, limit - 1);
    while (at > 0 && isBefore(hit, hits[at - 1]!)) {
      hits[at] = hits[at - 1]!;
      at--;
    }
    hits[at] = hit;
  }

  sorted(): PassageHit[] {
    return this.hits;
  }
}

/** Of equal ones by what is the same on every machine: the article, then the place in it. */
function isBefore(a: ArticleHit, b: ArticleHit): boolean {
  return a.score !== b.score
    ? a.score > b.score
    : a.ordinal !== b.ordinal
      ? a.ordinal < b.ordinal
      : a.passage < b.passage;
}
