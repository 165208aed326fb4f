import type { PassageIndex, PostingList } from './passage-index';
import { WEIGHT_STEPS } from './passage-file';
import { wordsOfQuery } from './text-words';

/** A passage that was found. */
export interface PassageHit {
  passage: number;
  score: number;
}

export interface PassageQuery {
  text: string;
  /** Articles that the query names, by ordinal, and how much more their passages count. */
  named: ReadonlyMap<number, number>;
  /** Whether passages of an article are wanted at all. */
  takes: (ordinal: number) => boolean;
  limit: number;
}

/** Words of a question that are looked at: the others could only repeat it. */
const MOST_WORDS = 24;

/**
 * The passages that have words of the query, the best first: by BM25 over the words of each passage, its heading and its
 * article's title. Of equal ones the earlier comes first. Reading is what takes time; ranking is done in one go.
 */
export async function findPassages(
  index: PassageIndex,
  { text, named, takes, limit }: PassageQuery,
): Promise<{ total: number; hits: PassageHit[] }> {
  const lists = await listsOf(index, text);
  const found = scored(index, lists);
  const best = new Best(limit);
  let total = 0;
  for (let i = 0; i < found.length; i++) {
    const passage = found[i]!;
    const ordinal = index.ordinalOf[passage]!;
    const score = index.scores[passage]!;
    index.scores[passage] = 0;
    if (!takes(ordinal)) continue;
    total++;
    best.add(passage, named.size === 0 ? score : score * (named.get(ordinal) ?? 1));
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
  const lists = await listsOf(index, text);
  if (lists.length === 0 || lists.includes(null)) return [];
  const wanted = 2 ** lists.length - 1;
  const found = scored(index, lists);
  const articles = new Map<number, ArticleHit & { mask: number }>();
  for (let i = 0; i < found.length; i++) {
    const passage = found[i]!;
    const ordinal = index.ordinalOf[passage]!;
    const score = index.scores[passage]! * (named.get(ordinal) ?? 1);
    const mask = index.masks[passage]!;
    index.scores[passage] = 0;
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
    .sort((a, b) => b.score - a.score || a.passage - b.passage)
    .map(({ ordinal, passage, score }) => ({ ordinal, passage, score }));
}

/** The list of each word, null where nothing has it. */
async function listsOf(index: PassageIndex, text: string): Promise<(PostingList | null)[]> {
  const words = wordsOfQuery(text).slice(0, MOST_WORDS);
  return Promise.all(words.map((word) => index.find(word)));
}

/** Adds the weights up in the scores of the index; gives the passages that have any. The caller clears their scores. */
function scored(index: PassageIndex, lists: readonly (PostingList | null)[]): Uint32Array {
  const { scores, masks } = index;
  const most = lists.reduce((sum, list) => sum + (list?.postings.length ?? 0), 0);
  const found = new Uint32Array(Math.min(most, index.count));
  let count = 0;
  lists.forEach((list, word) => {
    if (!list) return;
    const { postings, rarity } = list;
    const bit = 2 ** word;
    for (let i = 0; i < postings.length; i++) {
      const posting = postings[i]!;
      const step = posting % WEIGHT_STEPS;
      const passage = (posting - step) / WEIGHT_STEPS;
      if (scores[passage] === 0) {
        found[count++] = passage;
        masks[passage] = 0;
      }
      scores[passage]! += (rarity * (step + 1)) / WEIGHT_STEPS;
      masks[passage]! |= bit;
    }
  });
  return found.subarray(0, count);
}

/** Keeps the best of many. */
class Best {
  private readonly hits: PassageHit[] = [];

  constructor(private readonly limit: number) {}

  add(passage: number, score: number): void {
    const { hits, limit } = this;
    if (hits.length === limit && !isBefore(score, passage, hits[limit - 1]!)) return;
    let at = Math.min(hits.length, limit - 1);
    while (at > 0 && isBefore(score, passage, hits[at - 1]!)) {
      hits[at] = hits[at - 1]!;
      at--;
    }
    hits[at] = { passage, score };
  }

  sorted(): PassageHit[] {
    return this.hits;
  }
}

function isBefore(score: number, passage: number, other: PassageHit): boolean {
  return score > other.score || (score === other.score && passage < other.passage);
}
