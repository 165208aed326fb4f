import type { DocumentSet } from './document-set';
import { MAX_LOOSE_TOKENS, withoutImplied, type Query } from './query';
import type { Manner } from './inverted-index';
import type { SearchIndex } from './search-index';

/** Letters of a query for each letter that may be wrong. */
const LETTERS_PER_EDIT = 4;
/** The halves of a word that was typed without its space have at least so many letters. */
const MIN_HALF = 3;

/** Finds the names that match a query in each manner, as sets of their numbers; null where there are none. */
export class NameMatches {
  constructor(private readonly index: SearchIndex) {}

  /** Every word of the query is a word of one name. */
  byWords(query: Query): DocumentSet | null {
    return this.inAnyForm(query, 'word', (tokens) => tokens);
  }

  /** Every word of the query begins a word of one name. */
  byPrefix(query: Query): DocumentSet | null {
    return this.inAnyForm(query, 'prefix', (tokens) =>
      tokens.length > MAX_LOOSE_TOKENS ? [] : withoutImplied(tokens, (longer, token) => longer.startsWith(token)),
    );
  }

  /** Every word of the query stands somewhere in a word of one name. */
  byPart({ tokens }: Query): DocumentSet | null {
    return tokens.length > MAX_LOOSE_TOKENS ? null : this.index.namesWith(partsOf(tokens), 'part');
  }

  /** A quarter of the letters may be wrong: in each word, or one in a single short word, or a missing space. */
  bySpelling({ tokens }: Query): DocumentSet | null {
    if (tokens.length > MAX_LOOSE_TOKENS) return null;
    const editsIn = (token: string) => Math.floor(token.length / LETTERS_PER_EDIT);
    const found = [this.index.namesNear(tokens, editsIn)];
    if (tokens.join('').length >= LETTERS_PER_EDIT) {
      tokens.forEach((token, short) => {
        if (token.length !== LETTERS_PER_EDIT - 1) return;
        found.push(this.index.namesNear(tokens, (_, index) => (index === short ? 1 : 0)));
      });
    }
    for (const variant of this.withSpaces(tokens)) found.push(this.index.namesWith(variant, 'prefix'));
    return union(found);
  }

  /** The last word, not yet typed to its end, begins a word of a name but for a quarter of its letters. */
  byMisspeltPrefix({ tokens }: Query): DocumentSet | null {
    if (tokens.length > MAX_LOOSE_TOKENS) return null;
    const editsIn = (token: string) => Math.floor(token.length / LETTERS_PER_EDIT);
    return this.index.namesNear(tokens, editsIn, tokens.length - 1);
  }

  /** Ranks of the articles whose description has every word of the query. */
  byDescription({ tokens }: Query): DocumentSet | null {
    return this.index.textsWith(partsOf(tokens));
  }

  private inAnyForm(query: Query, manner: Manner, demanded: (tokens: string[]) => string[]): DocumentSet | null {
    const found = formsOf(query).map((tokens) => {
      const wanted = demanded(tokens);
      return wanted.length === 0 ? null : this.index.namesWith(wanted, manner);
    });
    return union(found);
  }

  /** The query with a space put into one of its words, where that makes two words of the vocabulary. */
  private withSpaces(tokens: readonly string[]): string[][] {
    const variants: string[][] = [];
    tokens.forEach((token, i) => {
      for (let at = MIN_HALF; at <= token.length - MIN_HALF; at++) {
        const halves = [token.slice(0, at), token.slice(at)];
        if (!halves.every((half) => this.index.vocabulary.find(Buffer.from(half)) >= 0)) continue;
        variants.push([...tokens.slice(0, i), ...halves, ...tokens.slice(i + 1)]);
      }
    });
    return variants;
  }
}

/** All forms of a query, also without ranks and questions. */
function formsOf(query: Query): string[][] {
  return [query.tokens, ...query.variants, ...(query.bare ? formsOf(query.bare) : [])];
}

function union(sets: readonly (DocumentSet | null)[]): DocumentSet | null {
  let all: DocumentSet | null = null;
  for (const set of sets) if (set) all = all ? all.or(set) : set;
  return all;
}

function partsOf(tokens: readonly string[]): string[] {
  return withoutImplied(tokens, (longer, token) => longer.includes(token));
}
