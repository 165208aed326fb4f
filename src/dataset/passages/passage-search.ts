import { Bitset } from '../search/bitset';
import { CommonWords, ROUNDING } from './common-words';
import type { NamedArticle } from './named-articles';
import type { PassageIndex } from './passage-index';
import { firstFrom, SparsePostings, type PostingList } from './posting-list';
import { wordKey, wordsOfQuery } from './text-words';

/** A passage that was found, and whose it is. */
export interface PassageHit {
  passage: number;
  ordinal: number;
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
 *
 * Questions have common words, a quarter of all passages may come by. All are counted, by bits; a score gets only what
 * may be among the best, by what its words give at most. So those that probably are among them come first: passages of
 * named articles, then those with the rarest word.
 */
export async function findPassages(
  index: PassageIndex,
  { text, named, takes, limit }: PassageQuery,
): Promise<{ total: number; hits: PassageHit[] }> {
  const question = await Question.read(index, text, named);
  const left = question.found(takes);
  const total = left.count();
  const best = new Best(limit);
  const common = new CommonWords(question.lists);
  question.scoreNamed(left, best);
  question.scoreRare(left, common, best);
  question.scoreCommon(left, common, best);
  return { total, hits: best.sorted() };
}

/** The best passages of the articles whose texts have every word of the query somewhere, one of each, the best first. */
export async function findArticles(
  index: PassageIndex,
  { text, named, takes }: Omit<PassageQuery, 'limit'>,
): Promise<PassageHit[]> {
  const question = await Question.read(index, text, named);
  const { words, lists } = question;
  if (words.length === 0 || lists.length < words.length) return [];
  const wordsIn = wordsOfArticles(index, lists);
  const all = 2 ** words.length - 1;
  const articles = new Map<number, PassageHit>();
  const found = question.found((ordinal) => wordsIn[ordinal] === all && (takes?.(ordinal) ?? true));
  const best = {
    least: -Infinity,
    add(hit: PassageHit) {
      const known = articles.get(hit.ordinal);
      if (!known || isBefore(hit, known)) articles.set(hit.ordinal, hit);
    },
  };
  question.score(valuesOf(found), best);
  return [...articles.values()].sort((a, b) => b.score - a.score || a.ordinal - b.ordinal);
}

/** By ordinal, a bit for each of the words that an article has; they may stand in different passages. */
function wordsOfArticles(index: PassageIndex, lists: readonly PostingList[]): Uint32Array {
  const { ordinalOf } = index;
  const has = new Uint32Array(index.articles);
  lists.forEach((list, word) => {
    const passages = new Bitset(index.count);
    list.addTo(passages);
    passages.each((passage) => void (has[ordinalOf[passage]!]! |= 1 << word));
  });
  return has;
}

/** A word of a query; the list is null where nothing has it. */
interface AskedWord {
  key: string;
  list: PostingList | null;
}

/** The words of a query and the articles that it names. */
class Question {
  /** Of the words that something has. */
  readonly lists: readonly PostingList[];
  private readonly articles: { article: NamedArticle; from: number; to: number }[];

  private constructor(
    private readonly index: PassageIndex,
    readonly words: readonly AskedWord[],
    named: ReadonlyMap<number, NamedArticle>,
  ) {
    this.lists = words.flatMap(({ list }) => list ?? []);
    this.articles = [...named].map(([ordinal, article]) => ({ article, ...index.passagesOf(ordinal) }));
  }

  static async read(index: PassageIndex, text: string, named: ReadonlyMap<number, NamedArticle>): Promise<Question> {
    const words = wordsOfQuery(text).slice(0, MOST_WORDS);
    const read = words.map(async (word) => ({ key: wordKey(word), list: await index.find(word) }));
    return new Question(index, await Promise.all(read), named);
  }

  /** The passages that have a word, of the articles that are wanted; lent by the index. */
  found(takes: ((ordinal: number) => boolean) | undefined): Bitset {
    const { ordinalOf, found } = this.index;
    found.words.fill(0);
    for (const list of this.lists) list.addTo(found);
    if (!takes) return found;
    let article = -1;
    let isWanted = false;
    found.each((passage) => {
      if (ordinalOf[passage] !== article) isWanted = takes((article = ordinalOf[passage]!));
      if (!isWanted) found.delete(passage);
    });
    return found;
  }

  /** Scores the passages of named articles, and takes them out of `left`, as the following do. */
  scoreNamed(left: Bitset, best: Best): void {
    for (const { from, to } of this.articles) {
      const passages: number[] = [];
      for (let passage = from; passage < to; passage++) if (left.take(passage)) passages.push(passage);
      this.score(Uint32Array.from(passages), best);
    }
  }

  /** Scores what has a word that few passages have, the rarest word first. */
  scoreRare(left: Bitset, common: CommonWords, best: Best): void {
    const rare = this.lists.filter((list) => list instanceof SparsePostings).sort((a, b) => b.rarity - a.rarity);
    let others = rare.reduce((sum, { mostWeight }) => sum + mostWeight, 0);
    for (const list of rare) {
      others -= list.mostWeight;
      const likely: number[] = [];
      list.each((passage, weight) => {
        if (!left.take(passage)) return;
        const most = (weight + others) * ROUNDING;
        if (most + common.mostOfAll < best.least || most + common.mostIn(passage) < best.least) return;
        likely.push(passage);
      });
      this.score(Uint32Array.from(likely), best);
    }
  }

  /** Scores what has common words alone, if it has so many of them that it may be among the best. */
  scoreCommon(left: Bitset, common: CommonWords, best: Best): void {
    for (let words = common.count + 1; words > 1;) {
      const needed = common.neededFor(best.least);
      if (needed >= words) return;
      // While there are not enough hits, those with many of the words come first.
      words = best.isFull ? needed : Math.ceil(words / 2);
      const candidates = common.passagesWith(words, left);
      left.andNot(candidates);
      this.score(
        valuesOf(candidates).filter((passage) => common.mostIn(passage) >= best.least),
        best,
      );
    }
  }

  /** Adds up the weights of word after word, in the query's order, and gives those to `best` that may belong there. */
  score(passages: Uint32Array, best: Pick<Best, 'least' | 'add'>): void {
    const { ordinalOf } = this.index;
    const scores = new Float32Array(passages.length);
    const articles = this.articles.map(({ article, from, to }) => {
      return { article, from: firstFrom(passages, from), to: firstFrom(passages, to) };
    });
    for (const { key, list } of this.words) {
      const bearers = articles.filter(({ article }) => article.words.has(key));
      const before = bearers.map(({ from, to }) => scores.slice(from, to));
      list?.addWeights(scores, passages);
      bearers.forEach(({ from }, i) => scores.set(before[i]!, from));
    }
    for (const { article, from, to } of articles) {
      const bonus = this.bonusOf(article);
      for (let at = from; at < to; at++) scores[at] = (scores[at]! + bonus) * article.factor;
    }
    for (let at = 0; at < passages.length; at++) {
      const score = scores[at]!;
      const passage = passages[at]!;
      if (score >= best.least) best.add({ passage, ordinal: ordinalOf[passage]!, score });
    }
  }

  private bonusOf({ words: name }: NamedArticle): number {
    let bonus = 0;
    for (const { key, list } of this.words) if (list && name.has(key)) bonus += list.rarity * NAME_WORD;
    return bonus;
  }
}

function valuesOf(set: Bitset): Uint32Array {
  const values = new Uint32Array(set.count());
  let count = 0;
  set.each((value) => void (values[count++] = value));
  return values;
}

/** Keeps the best of many. */
class Best {
  /** What has a lower score is none of them. */
  least = -Infinity;
  private readonly hits: PassageHit[] = [];

  constructor(private readonly limit: number) {}

  get isFull(): boolean {
    return this.hits.length === this.limit;
  }

  add(hit: PassageHit): void {
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
function isBefore(a: PassageHit, b: PassageHit): boolean {
  return a.score !== b.score
    ? a.score > b.score
    : a.ordinal !== b.ordinal
      ? a.ordinal < b.ordinal
      : a.passage < b.passage;
}
