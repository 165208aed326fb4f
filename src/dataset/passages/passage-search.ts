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

/** Passages of a word from which on it pays to see whether they are needed. */
const WORTH_A_LOOK = 2048;
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
  rank(index, words, named, { limit, takes }, (passage, ordinal, score) => {
    if (!takes || takes(ordinal)) best.add(passage, ordinal, score);
  });
  return { total: countWithAny(index, words, takes), hits: best.sorted() };
}

/** How many passages have any of the words. */
function countWithAny(
  { seen, ordinalOf }: PassageIndex,
  words: readonly AskedWord[],
  takes: PassageQuery['takes'],
): number {
  for (const { list } of words) {
    const postings = list?.postings ?? [];
    for (let i = 0; i < postings.length; i++) {
      const passage = postings[i]! >>> WEIGHT_BITS;
      seen[passage >>> 5]! |= 1 << (passage & 31);
    }
  }
  let total = 0;
  for (let i = 0; i < seen.length; i++) {
    // Each turn takes the lowest bit away.
    for (let bits = seen[i]!; bits !== 0; bits &= bits - 1) {
      if (!takes || takes(ordinalOf[32 * i + 31 - Math.clz32(bits & -bits)]!)) total++;
    }
    seen[i] = 0;
  }
  return total;
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
  // Every word is looked for in every passage: they may stand in different ones.
  rank(index, words, named, { limit: Infinity, takes }, (passage, ordinal, score, mask) => {
    if (takes && !takes(ordinal)) return;
    const known = articles.get(ordinal);
    if (!known) articles.set(ordinal, { ordinal, passage, score, mask });
    else {
      known.mask |= mask;
      if (score > known.score || (score === known.score && passage < known.passage)) {
        known.score = score;
        known.passage = passage;
      }
    }
  });
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

/**
 * Gives every passage that has a word, with its score and a bit for each word that it has. Questions have common words:
 * a tenth of all passages may come by, so that nothing is made for each of them.
 */
function rank(
  index: PassageIndex,
  words: readonly AskedWord[],
  named: ReadonlyMap<number, NamedArticle>,
  wanted: Wanted,
  give: (passage: number, ordinal: number, score: number, mask: number) => void,
): void {
  const { scores, masks, ordinalOf } = index;
  const isNamed = new Uint8Array(index.articles);
  for (const ordinal of named.keys()) isNamed[ordinal] = 1;
  const found = scored(index, words, { named, isNamed }, wanted);
  for (let i = 0; i < found.length; i++) {
    const passage = found[i]!;
    const ordinal = ordinalOf[passage]!;
    const mask = masks[passage]!;
    masks[passage] = 0;
    const score = scores[passage]!;
    const article = isNamed[ordinal] === 0 ? undefined : named.get(ordinal);
    give(passage, ordinal, article ? (score + bonusOf(article, words)) * article.factor : score, mask);
  }
}

/** How many passages are given, and of which articles. */
type Wanted = Pick<PassageQuery, 'limit' | 'takes'>;

/** The articles that the query names, and by ordinal whether an article is one of them. */
interface Names {
  named: ReadonlyMap<number, NamedArticle>;
  isNamed: Uint8Array;
}

function bonusOf({ words: name }: NamedArticle, words: readonly AskedWord[]): number {
  let bonus = 0;
  for (const { key, list } of words) if (list && name.has(key)) bonus += list.rarity * NAME_WORD;
  return bonus;
}

/**
 * Adds the weights up in the scores of the index, without those of a name's words in the article named; gives the
 * passages that may be among the best. The caller clears their masks. The rarest words come first: once the best
 * passages have more than all further words together can give, these are added only to what was found (MaxScore).
 */
function scored(index: PassageIndex, words: readonly AskedWord[], names: Names, wanted: Wanted): Uint32Array {
  const lists = words
    .flatMap(({ key, list }, word) => (list ? [{ key, list, bit: 1 << word }] : []))
    .sort((a, b) => a.list.postings.length - b.list.postings.length || a.bit - b.bit);
  const { found } = index;
  let left = lists.reduce((sum, { list }) => sum + list.rarity, 0);
  let count = 0;
  let isClosed = false;
  for (const list of lists) {
    const isLong = list.list.postings.length > Math.max(WORTH_A_LOOK, count);
    isClosed ||= isLong && leastOf(index, found.subarray(0, count), wanted) > left;
    count = addWord(index, list, names, { found, count, isClosed });
    left -= list.list.rarity;
  }
  return found.subarray(0, count);
}

/** The score of the last passage that would be given now; 0 while there are fewer. */
function leastOf({ scores, ordinalOf }: PassageIndex, found: Uint32Array, { limit, takes }: Wanted): number {
  if (found.length < limit) return 0;
  const best = new Best(limit);
  for (let i = 0; i < found.length; i++) {
    const passage = found[i]!;
    if (!takes || takes(ordinalOf[passage]!)) best.add(passage, ordinalOf[passage]!, scores[passage]!);
  }
  return best.sorted()[limit - 1]?.score ?? 0;
}

/** Adds the weights of one word up; gives how many passages have been found then. */
function addWord(
  { scores, masks, ordinalOf }: PassageIndex,
  { key, list: { postings, rarity }, bit }: { key: string; list: PostingList; bit: number },
  { named, isNamed }: Names,
  { found, count: before, isClosed }: { found: Uint32Array; count: number; isClosed: boolean },
): number {
  const weights = Float64Array.from({ length: WEIGHT_STEPS }, (_, step) => (rarity * (step + 1)) / WEIGHT_STEPS);
  const isInName = [...named.values()].some(({ words }) => words.has(key));
  let count = before;
  for (let i = 0; i < postings.length; i++) {
    const posting = postings[i]!;
    const passage = posting >>> WEIGHT_BITS;
    if (masks[passage] === 0) {
      // What an article gets for its name is not known yet: each of its passages may be among the best.
      if (isClosed && isNamed[ordinalOf[passage]!] === 0) continue;
      found[count++] = passage;
      scores[passage] = 0;
    }
    masks[passage]! |= bit;
    if (isInName && isNamed[ordinalOf[passage]!] === 1 && named.get(ordinalOf[passage]!)!.words.has(key)) continue;
    scores[passage]! += weights[posting & (WEIGHT_STEPS - 1)]!;
  }
  return count;
}

/** Keeps the best of many. */
class Best {
  private readonly hits: ArticleHit[] = [];

  constructor(private readonly limit: number) {}

  add(passage: number, ordinal: number, score: number): void {
    const { hits, limit } = this;
    const last = hits.length === limit ? hits[limit - 1]! : null;
    if (last && score < last.score) return;
    const hit = { passage, ordinal, score };
    if (last && !isBefore(hit, last)) return;
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
