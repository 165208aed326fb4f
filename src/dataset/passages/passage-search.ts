import type { PassageIndex, PostingList } from './passage-index';
import { WEIGHT_BITS, WEIGHT_STEPS } from './passage-file';
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
  /** Whether passages of an article are wanted at all; absent: all are. */
  takes?: ((ordinal: number) => boolean) | undefined;
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
  const { scores, ordinalOf } = index;
  const found = scored(index, words, named);
  const best = new Best(limit);
  let total = 0;
  for (let i = 0; i < found.length; i++) {
    const passage = found[i]!;
    const score = scores[passage]!;
    scores[passage] = 0;
    const ordinal = ordinalOf[passage]!;
    if (takes && !takes(ordinal)) continue;
    total++;
    if (score >= best.least) best.add({ passage, ordinal, score });
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
  const { scores, ordinalOf } = index;
  const wordsIn = wordsOfArticles(index, words);
  const all = 2 ** words.length - 1;
  const articles = new Map<number, ArticleHit>();
  for (const passage of scored(index, words, named)) {
    const ordinal = ordinalOf[passage]!;
    const hit = { passage, ordinal, score: scores[passage]! };
    scores[passage] = 0;
    if (wordsIn[ordinal] !== all || (takes && !takes(ordinal))) continue;
    const known = articles.get(ordinal);
    if (!known || isBefore(hit, known)) articles.set(ordinal, hit);
  }
  return [...articles.values()].sort((a, b) => b.score - a.score || a.ordinal - b.ordinal);
}

/** By ordinal, a bit for each of the words that an article has; they may stand in different passages. */
function wordsOfArticles(index: PassageIndex, words: readonly AskedWord[]): Uint32Array {
  const { ordinalOf } = index;
  const has = new Uint32Array(index.articles);
  words.forEach(({ list }, word) => {
    const postings = list ? index.postingsOf(list) : [];
    for (let i = 0; i < postings.length; i++) has[ordinalOf[postings[i]! >>> WEIGHT_BITS]!]! |= 1 << word;
  });
  return has;
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

/** What a passage has that was found, and to whose score no word adds anything: just more than nothing. */
const FOUND = 1e-30;

/**
 * The passages that have a word, their scores in the array of the index, from which the caller takes them again.
 * Questions have common words, a fifth of all passages may come by: so the weights of word after word are added up, and
 * nothing is made for a passage. The result is lent until the next question.
 */
function scored(
  index: PassageIndex,
  words: readonly AskedWord[],
  named: ReadonlyMap<number, NamedArticle>,
): Uint32Array {
  const { scores } = index;
  const articles = [...named].map(([ordinal, article]) => ({ article, ...index.passagesOf(ordinal) }));
  for (const { key, list } of words) {
    if (!list) continue;
    const bearers = articles.filter(({ article }) => article.words.has(key));
    const before = bearers.map(({ from, to }) => scores.slice(from, to));
    addWeights(index, list);
    bearers.forEach(({ from }, i) => {
      before[i]!.forEach((score, at) => {
        if (scores[from + at] !== score) scores[from + at] = score || FOUND;
      });
    });
  }
  for (const { article, from, to } of articles) {
    const bonus = bonusOf(article, words);
    for (let passage = from; passage < to; passage++) {
      if (scores[passage] !== 0) scores[passage] = (scores[passage]! + bonus) * article.factor;
    }
  }
  return index.found();
}

function bonusOf({ words: name }: NamedArticle, words: readonly AskedWord[]): number {
  let bonus = 0;
  for (const { key, list } of words) if (list && name.has(key)) bonus += list.rarity * NAME_WORD;
  return bonus;
}

function addWeights(index: PassageIndex, list: PostingList): void {
  const { scores, seen } = index;
  const postings = index.postingsOf(list);
  const weights = Float64Array.from({ length: WEIGHT_STEPS }, (_, step) => (list.rarity * (step + 1)) / WEIGHT_STEPS);
  for (let i = 0; i < postings.length; i++) {
    const posting = postings[i]!;
    const passage = posting >>> WEIGHT_BITS;
    scores[passage]! += weights[posting & (WEIGHT_STEPS - 1)]!;
    seen[passage >>> 5]! |= 1 << (passage & 31);
  }
}

/** Keeps the best of many. */
class Best {
  /** What has a lower score is none of them. */
  least = -Infinity;
  private readonly hits: ArticleHit[] = [];

  constructor(private readonly limit: number) {}

  add(hit: ArticleHit): void {
    const { hits, limit } = this;
    let at = hits.length;
    while (at > 0 && isBefore(hit, hits[at - 1]!)) at--;
    hits.splice(at, 0, hit);
    if (hits.length > limit) hits.pop();
    if (hits.length === limit) this.least = hits[limit - 1]!.score;
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
