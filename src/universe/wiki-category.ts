import { CATEGORIES, type Category } from './categories';
import { CATEGORY_NOUNS, MASS_NOUNS, TRANSPARENT_NOUNS, WIDE_NOUNS } from './category-nouns';
import { singular } from './singular';
import type { CategoryRules } from './universe-definition';

/** What the name of a wiki category says its articles are; the higher the rank, the more specific. */
export interface CategoryMatch {
  category: Category;
  rank: number;
}

/** Words after which a name only says more about its head: "Inhabitants | of Tatooine". */
const PREPOSITIONS: ReadonlySet<string> = new Set(
  `of from in on at with without within by for to into about during under over against among between near around
  after before since until that which who whose where as per via behind beyond inside outside`.split(/\s+/),
);
/** Participles that follow a head in the plural: "Characters | born on Naboo", "Articles | needing images". */
const PARTICIPLES: ReadonlySet<string> = new Set(
  `born killed created destroyed designed built made manufactured produced owned used seen mentioned introduced named
  known based associated related affiliated living residing located appearing ending orbiting needing lacking missing
  using containing featuring involving belonging wielded played published released written directed set`.split(/\s+/),
);
/** No wiki has longer titles; what is longer is no name. */
const LONGEST_NAME = 300;
const REMEMBERED_WORDS = 20_000;
const PLAIN_NAME = /^[a-z0-9]+(?: [a-z0-9]+)*$/i;

interface Word {
  singular: string;
  plural: boolean;
  /** Written with a capital, therefore perhaps part of a name. */
  capital: boolean;
  /** Ends the noun phrase if it follows its head. */
  stop: 'preposition' | 'participle' | 'and' | null;
}

/** A noun of one or several words in the singular, and what it means. */
interface Noun {
  words: string[];
  category: Category;
  wide: boolean;
}

/** Understands English names of wiki categories by their head noun: whole words, never substrings. */
export class WikiCategoryGrammar {
  /** Nouns by their last word, the longest first. */
  private readonly nouns = new Map<string, Noun[]>();
  private readonly words = new Map<string, Word>();
  /** Last words of a universe's own phrases, which are written in the plural whatever they look like ("Jedi"). */
  private readonly plurals = new Set<string>(MASS_NOUNS);
  private readonly ignored: readonly string[][];

  constructor(rules: CategoryRules) {
    for (const category of CATEGORIES) {
      for (const phrase of (CATEGORY_NOUNS[category] ?? '').split(',')) this.addGeneral(phrase.trim(), category);
    }
    for (const category of CATEGORIES) {
      for (const phrase of rules.wikiCategories[category] ?? []) this.addOwn(phrase, category);
    }
    this.ignored = rules.ignoredWikiCategories.map((name) => this.read(name).map((word) => word.singular));
  }

  /** What the category's name says its articles are; null where it says nothing of the kind. */
  match(name: string): CategoryMatch | null {
    if (name.length > LONGEST_NAME) return null;
    const words = this.read(name);
    if (words.length === 0 || this.ignored.some((name) => isPhrase(words, 0, words.length, name))) return null;
    const realWorld = isRealWorld(words);
    const found = this.matchWords(realWorld ? words.slice(2) : words);
    if (!realWorld) return found;
    return found?.category === 'media' ? found : { category: 'real_world', rank: rankOf(2, 2, words.length) };
  }

  /** The category of a noun of one or several words in the singular: the last words decide. */
  kindOf(words: readonly string[]): Category | null {
    const read = words.map((word) => this.word(word, true));
    return this.longestNoun(read, read.length)?.category ?? null;
  }

  private addGeneral(phrase: string, category: Category): void {
    if (phrase === '') return;
    const wide = category === 'characters' || WIDE_NOUNS.has(phrase);
    this.add(this.read(phrase), category, wide);
  }

  private addOwn(phrase: string, category: Category): void {
    const words = this.read(phrase);
    const last = words.at(-1);
    if (last === undefined) return;
    this.plurals.add(last.singular);
    this.words.delete(last.singular);
    this.add(words, category, false);
  }

  private add(words: Word[], category: Category, wide: boolean): void {
    const noun = { words: words.map((word) => word.singular), category, wide };
    const head = noun.words.at(-1) ?? '';
    const others = (this.nouns.get(head) ?? []).filter((other) => other.words.join(' ') !== noun.words.join(' '));
    this.nouns.set(
      head,
      [...others, noun].sort((a, b) => b.words.length - a.words.length),
    );
  }

  private matchWords(words: Word[]): CategoryMatch | null {
    const stop = findStop(words);
    if (stop === -1) return this.matchPhrase(words, true);
    const idiom = this.longestNoun(words, words.length);
    if (idiom?.words.length === words.length) return this.found(idiom, words.length);
    const head = words.slice(0, stop);
    const rest = words.slice(stop + 1);
    if (head.at(-1)?.plural !== true) return isNameWithTail(rest) ? this.matchPhrase(rest, false) : null;
    if (head.every((word) => TRANSPARENT_NOUNS.has(word.singular))) return this.matchWords(rest);
    return this.matchPhrase(head, false);
  }

  /** The first part of "Planets and moons" that means something. */
  private matchPhrase(words: Word[], whole: boolean): CategoryMatch | null {
    let start = 0;
    for (let i = 0; i <= words.length; i++) {
      if (i < words.length && words[i]?.stop !== 'and') continue;
      const found = this.matchHead(words.slice(start, i), whole && start === 0 && i === words.length);
      if (found) return found;
      start = i + 1;
    }
    return null;
  }

  private matchHead(words: Word[], whole: boolean): CategoryMatch | null {
    const length = words.length;
    const plural = words.at(-1)?.plural === true;
    let end = length;
    while (end > 0) {
      const noun = this.longestNoun(words, end);
      if (noun) {
        if (plural) return this.found(noun, length);
        if (!whole || noun.words.length < end) return null;
        return { category: noun.category, rank: rankOf(0, end, length) };
      }
      if (!TRANSPARENT_NOUNS.has(words[end - 1]?.singular ?? '')) return null;
      end--;
    }
    return null;
  }

  private found(noun: Noun, nameWords: number): CategoryMatch {
    return { category: noun.category, rank: rankOf(noun.wide ? 1 : 2, noun.words.length, nameWords) };
  }

  /** The longest known noun that ends just before `end`. */
  private longestNoun(words: Word[], end: number): Noun | null {
    for (const noun of this.nouns.get(words[end - 1]?.singular ?? '') ?? []) {
      if (isPhrase(words, end - noun.words.length, end, noun.words)) return noun;
    }
    return null;
  }

  private read(name: string): Word[] {
    const words: Word[] = [];
    for (const token of tokensOf(name)) {
      if (!token.includes('-')) words.push(this.word(token, true));
      else for (const part of token.split('-')) if (part !== '') words.push(this.word(part, false));
    }
    return words;
  }

  /** A word of a name; inside a hyphenated compound it never ends the noun phrase ("Sith-built droids"). */
  private word(text: string, alone: boolean): Word {
    const known = alone ? this.words.get(text) : undefined;
    if (known) return known;
    const lower = text.toLowerCase();
    const one = singular(lower);
    const word: Word = {
      singular: one,
      plural: one !== lower || this.plurals.has(lower),
      capital: lower !== text,
      stop: alone ? stopOf(lower) : null,
    };
    if (alone && this.words.size < REMEMBERED_WORDS) this.words.set(text, word);
    return word;
  }
}

/** "Category:" and what stands in parentheses say nothing of the kind; a comma is an "and". */
function tokensOf(name: string): string[] {
  if (PLAIN_NAME.test(name)) return name.split(' ');
  return name
    .replace(/^category:/i, '')
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʼ]/gu, '')
    .replace(/\([^()]*\)/g, ' ')
    .replace(/[,&]/g, ' and ')
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((token) => token !== '' && token !== '-');
}

function stopOf(lower: string): Word['stop'] {
  if (lower === 'and' || lower === 'or') return 'and';
  if (PREPOSITIONS.has(lower)) return 'preposition';
  return PARTICIPLES.has(lower) ? 'participle' : null;
}

/** Where the noun phrase ends: at a preposition, or at a participle that follows a plural. -1: nowhere. */
function findStop(words: Word[]): number {
  return words.findIndex(
    ({ stop }, i) =>
      i > 0 && (stop === 'preposition' || (stop === 'participle' && i < words.length - 1 && words[i - 1]?.plural)),
  );
}

/** "(Battle of) Hoth participants": the real head stands behind a name, in lower case. */
function isNameWithTail(rest: Word[]): boolean {
  const name = rest[0]?.singular === 'the' ? rest.slice(1) : rest;
  const last = name.at(-1);
  return name.length > 1 && name[0]?.capital === true && last !== undefined && last.plural && !last.capital;
}

function isRealWorld(words: Word[]): boolean {
  return words[0]?.singular === 'real' && ['world', 'life'].includes(words[1]?.singular ?? '');
}

/** Whether the words from `start` to `end` are exactly these. */
function isPhrase(words: Word[], start: number, end: number, phrase: string[]): boolean {
  if (start < 0 || end - start !== phrase.length) return false;
  for (let i = phrase.length - 1; i >= 0; i--) if (words[start + i]?.singular !== phrase[i]) return false;
  return true;
}

/** `width` 2: a narrow noun, 1: a wide one, 0: a name in the singular; then the longer phrase, then the longer name. */
function rankOf(width: 0 | 1 | 2, phraseWords: number, nameWords: number): number {
  return width * 10_000 + phraseWords * 100 + Math.min(nameWords, 99);
}
