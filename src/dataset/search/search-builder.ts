import { fold } from '../../universe/fold';
import { fnv1a } from '../fnv1a';
import { HashIndex } from '../hash-index';
import type { SectionFileWriter } from '../section-file';
import { Column } from './column';
import { compactName } from './compact-name';
import { buildPostingLists } from './posting-lists';
import { Runs } from './runs';
import { searchOrder } from './search-order';
import { nameTokens, tokensOf } from './tokens';
import { VocabularyBuilder } from './vocabulary-builder';
import { LETTERS, lettersOf } from './word-shapes';

/** What is known once every article has been seen. Columns are by ordinal. */
export interface SearchBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  links: Uint32Array;
  flags: Uint8Array;
}

const MAX_NAMES = 255;
const MAX_WORDS = 255;

/** Collects the names and descriptions of all articles, as numbers of words, and writes the sections that `Search` reads. */
export class SearchBuilder {
  private readonly vocabulary = new VocabularyBuilder();
  private readonly names = new Runs();
  /** By name, as the next three. */
  private readonly hashes = new Column();
  private readonly words = new Column();
  private readonly letters = new Column();
  /** '' for titles. */
  private readonly nameTexts: string[] = [];
  private readonly contexts = new Runs();
  private readonly texts = new Runs();

  /** To be called before the article's other names are added. */
  addTitle(seq: number, title: string): void {
    this.pushName(seq, title, '');
  }

  addName(seq: number, name: string): void {
    this.pushName(seq, name, name);
  }

  addDescription(seq: number, text: string): void {
    this.texts.add(seq, this.numbersOf(tokensOf(fold(text))));
  }

  /** What the article is, where and whose: its category, type, place and affiliation. */
  addContext(seq: number, text: string): void {
    this.contexts.add(seq, this.numbersOf(nameTokens(text, fold(text))));
  }

  finish(writer: SectionFileWriter, { count, ordinalOf, links, flags }: SearchBuildContext): void {
    const ordinalOfRank = searchOrder(count, links, flags);
    writer.add('search.rank', ordinalOfRank);
    const rankOfOrdinal = new Uint32Array(count);
    ordinalOfRank.forEach((ordinal, rank) => (rankOfOrdinal[ordinal] = rank));
    const rankOf = ordinalOf.map((ordinal) => rankOfOrdinal[ordinal]!);
    const placeOf = this.vocabulary.finish(writer, 'search.words');
    this.writeNames(writer, rankOf, placeOf);
    for (const [section, runs] of [
      ['search.texts', this.texts] as const,
      ['search.contexts', this.contexts] as const,
    ]) {
      const inOrder = runs.inOrder(rankOf);
      const ranks = inOrder.map((run) => rankOf[runs.seqOf(run)]!);
      this.writePostings(writer, section, { runs, inOrder, documents: ranks, placeOf });
    }
  }

  private pushName(seq: number, name: string, text: string): void {
    const folded = fold(name);
    const tokens = tokensOf(folded);
    this.names.add(seq, this.numbersOf(nameTokens(name, folded)));
    this.hashes.push(fnv1a(compactName(tokens)));
    this.words.push(Math.min(tokens.length, MAX_WORDS));
    this.letters.push(lettersOf(Buffer.from(folded)));
    this.nameTexts.push(text);
  }

  private numbersOf(tokens: readonly string[]): number[] {
    return tokens.map((token) => this.vocabulary.numberOf(token));
  }

  /** Names are numbered in the order of their articles' ranks, an article's title first. */
  private writeNames(writer: SectionFileWriter, rankOf: Uint32Array, placeOf: Uint32Array): void {
    const counts = new Uint8Array(rankOf.length);
    const inOrder = this.names.inOrder(rankOf).filter((name) => {
      const rank = rankOf[this.names.seqOf(name)]!;
      return counts[rank]! < MAX_NAMES && ++counts[rank]! > 0;
    });
    writer.add('search.names', counts);
    HashIndex.write(
      writer,
      'search.names',
      inOrder.map((name) => this.hashes.at(name)),
    );
    writer.add(
      'search.names.words',
      Uint8Array.from(inOrder, (name) => this.words.at(name)),
    );
    writer.addStrings(
      'search.names.texts',
      Array.from(inOrder, (name) => this.nameTexts[name]!),
    );
    writer.add('search.names.letters', this.letterSets(inOrder));
    const documents = Uint32Array.from(inOrder.keys());
    this.writePostings(writer, 'search.names', { runs: this.names, inOrder, documents, placeOf });
  }

  /** `documents`: the number of each run, as it is in `inOrder`. */
  private writePostings(
    writer: SectionFileWriter,
    section: string,
    { runs, inOrder, documents, placeOf }: Record<'inOrder' | 'documents' | 'placeOf', Uint32Array> & { runs: Runs },
  ): void {
    const { offsets, bytes } = buildPostingLists(this.vocabulary.size, (visit) => {
      inOrder.forEach((run, i) => {
        for (const word of runs.numbersOf(run)) visit(placeOf[word]!, documents[i]!);
      });
    });
    writer.add(`${section}.lists`, offsets);
    writer.add(`${section}.bytes`, bytes);
  }

  /** Which names have each letter: a query of one letter finds most of them, too many to gather word by word. */
  private letterSets(inOrder: Uint32Array): Uint32Array {
    const wordsPerSet = (inOrder.length + 31) >>> 5;
    const sets = new Uint32Array(wordsPerSet * LETTERS);
    inOrder.forEach((name, number) => {
      const letters = this.letters.at(name);
      for (let letter = 0; letter < LETTERS; letter++) {
        if ((letters & (1 << letter)) !== 0) sets[letter * wordsPerSet + (number >>> 5)]! |= 1 << (number & 31);
      }
    });
    return sets;
  }
}
