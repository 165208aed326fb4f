import type { SectionFileWriter } from '../section-file';
import { ByteSink } from './byte-sink';
import { Column } from './column';
import { bucketOf } from './name-table';
import { PostingListsBuilder } from './posting-lists';
import { RunReader } from './run-reader';
import { searchOrder } from './search-order';
import { Tokeniser } from './tokeniser';
import { LETTERS, VocabularyBuilder } from './vocabulary-builder';

/** Where a name of an article comes from. */
export const NAME_TITLE = 0;
export const NAME_REDIRECT = 1;
export const NAME_LINK_TEXT = 2;
/** Of its infobox, its description, the universe's definition, or made of the title. */
export const NAME_OTHER = 3;
export type NameKind = typeof NAME_TITLE | typeof NAME_REDIRECT | typeof NAME_LINK_TEXT | typeof NAME_OTHER;

/** What is known once every article has been seen. Columns are by ordinal. */
export interface SearchBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  links: Uint32Array;
  flags: Uint8Array;
}

const MAX_NAMES = 255;

/**
 * Collects the names and descriptions of all articles and writes the sections that `Search` reads. While collecting,
 * a text is a run of word numbers in one byte array; the index is made of those runs, without sorting postings.
 */
export class SearchBuilder {
  private readonly vocabulary = new VocabularyBuilder();
  private readonly runs = new ByteSink();
  private readonly tokeniser = new Tokeniser(this.vocabulary, this.runs);
  private readonly nameSeq = new Column();
  private readonly nameRun = new Column();
  private readonly nameHash = new Column();
  private readonly nameCheck = new Column();
  private readonly nameKind = new Column();
  private readonly nameWords = new Column();
  /** '' for titles. */
  private readonly nameTexts: string[] = [];
  private readonly contextSeq = new Column();
  private readonly contextRun = new Column();
  private readonly textSeq = new Column();
  private readonly textRun = new Column();

  /** A name as it is written, not folded: the UTF-8 bytes from `start` to `end`. */
  addName(seq: number, kind: NameKind, bytes: Buffer, start = 0, end = bytes.length): void {
    this.nameRun.push(this.tokeniser.add(bytes, start, end, true));
    this.nameSeq.push(seq);
    this.nameHash.push(this.tokeniser.compact.hash);
    this.nameCheck.push(this.tokeniser.compact.check);
    this.nameKind.push(kind);
    this.nameWords.push(Math.min(this.tokeniser.words, 255));
    this.nameTexts.push(kind === NAME_TITLE ? '' : bytes.toString('utf8', start, end));
  }

  addDescription(seq: number, bytes: Buffer, start = 0, end = bytes.length): void {
    this.textSeq.push(seq);
    this.textRun.push(this.tokeniser.add(bytes, start, end, false));
  }

  /** What the article is, where and whose: its category, type, place and affiliation. */
  addContext(seq: number, text: string): void {
    const bytes = Buffer.from(text);
    this.contextSeq.push(seq);
    this.contextRun.push(this.tokeniser.add(bytes, 0, bytes.length, true));
  }

  finish(writer: SectionFileWriter, context: SearchBuildContext): void {
    const ordinalOfRank = searchOrder(context.count, context.links, context.flags);
    writer.add('search.rank', ordinalOfRank);
    const rankOfSeq = ranksBySeq(ordinalOfRank, context.ordinalOf);
    const placeOf = this.vocabulary.finish(writer, 'search.words');
    this.addNames(writer, context.count, rankOfSeq, placeOf);
    this.addTexts(writer, 'search.texts', this.textSeq, this.textRun, rankOfSeq, placeOf);
    this.addTexts(writer, 'search.contexts', this.contextSeq, this.contextRun, rankOfSeq, placeOf);
  }

  /** Names are numbered in the order of their articles' ranks, an article's title first. */
  private addNames(writer: SectionFileWriter, count: number, rankOfSeq: Uint32Array, placeOf: Uint32Array): void {
    const { order, counts } = this.nameOrder(count, rankOfSeq);
    writer.add('search.names', counts);
    this.addHashes(writer, order);
    writer.add(
      'search.names.words',
      Uint8Array.from(order, (name) => this.nameWords.at(name)),
    );
    writer.addStrings(
      'search.names.texts',
      Array.from(order, (name) => this.nameTexts[name]!),
    );
    writer.add('search.names.letters', this.letterSets(order));
    this.addPostings(writer, 'search.names', order, this.nameRun, null, placeOf);
  }

  /** The hashes of whole names in buckets of about four, so that one is found without looking at all. */
  private addHashes(writer: SectionFileWriter, order: Uint32Array): void {
    const buckets = 2 ** Math.max(0, Math.ceil(Math.log2(order.length / 4)));
    const starts = new Uint32Array(buckets + 1);
    for (const name of order) starts[bucketOf(this.nameHash.at(name), buckets) + 1]!++;
    for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!;
    const next = starts.slice();
    const byHash = new Uint32Array(order.length);
    const hashes = new Uint32Array(order.length);
    const checks = new Uint16Array(order.length);
    for (let number = 0; number < order.length; number++) {
      const name = order[number]!;
      const at = next[bucketOf(this.nameHash.at(name), buckets)]!++;
      byHash[at] = number;
      hashes[at] = this.nameHash.at(name);
      checks[at] = this.nameCheck.at(name);
    }
    writer.add('search.names.buckets', starts);
    writer.add('search.names.byHash', byHash);
    writer.add('search.names.hash', hashes);
    writer.add('search.names.check', checks);
  }

  private nameOrder(count: number, rankOfSeq: Uint32Array): { order: Uint32Array; counts: Uint8Array } {
    const names = this.nameSeq.length;
    const counts = new Uint8Array(count);
    for (let name = 0; name < names; name++) {
      const rank = rankOfSeq[this.nameSeq.at(name)] ?? 0;
      if ((counts[rank] ?? 0) < MAX_NAMES) counts[rank]!++;
    }
    const next = new Uint32Array(count + 1);
    for (let rank = 0; rank < count; rank++) next[rank + 1] = (next[rank] ?? 0) + (counts[rank] ?? 0);
    const ends = next.slice(1);
    const order = new Uint32Array(next[count] ?? 0);
    for (const titles of [true, false]) {
      for (let name = 0; name < names; name++) {
        if ((this.nameKind.at(name) === NAME_TITLE) !== titles) continue;
        const rank = rankOfSeq[this.nameSeq.at(name)] ?? 0;
        const at = next[rank] ?? 0;
        if (at >= (ends[rank] ?? 0)) continue;
        order[at] = name;
        next[rank] = at + 1;
      }
    }
    return { order, counts };
  }

  /** Texts of which an article has one at most are numbered by its rank. */
  private addTexts(
    writer: SectionFileWriter,
    section: string,
    seqs: Column,
    runs: Column,
    rankOfSeq: Uint32Array,
    placeOf: Uint32Array,
  ): void {
    const rankOf = (text: number) => rankOfSeq[seqs.at(text)] ?? 0;
    const order = Uint32Array.from({ length: seqs.length }, (_, text) => text).sort((a, b) => rankOf(a) - rankOf(b));
    this.addPostings(writer, section, order, runs, order.map(rankOf), placeOf);
  }

  /** Documents are numbered by their place in `order`, or by `numbers` where given. */
  private addPostings(
    writer: SectionFileWriter,
    section: string,
    order: Uint32Array,
    runOf: Column,
    numbers: Uint32Array | null,
    placeOf: Uint32Array,
  ): void {
    const lists = new PostingListsBuilder(this.vocabulary.size);
    const runs = new RunReader(this.runs.view());
    const starts = runOf.view();
    for (const writing of [false, true]) {
      if (writing) lists.startWriting();
      for (let i = 0; i < order.length; i++) {
        const document = numbers ? (numbers[i] ?? 0) : i;
        for (let left = runs.open(starts[order[i] ?? 0] ?? 0); left > 0; left--) {
          const list = placeOf[runs.next()] ?? 0;
          if (writing) lists.write(list, document);
          else lists.measure(list, document);
        }
      }
    }
    const { offsets, bytes } = lists.finish();
    writer.add(`${section}.lists`, offsets);
    writer.add(`${section}.bytes`, bytes);
  }

  /** Which names have each ASCII letter: a query of one letter finds most of them, too many to gather word by word. */
  private letterSets(order: Uint32Array): Uint32Array {
    const letters = this.vocabulary.letters();
    const runs = new RunReader(this.runs.view());
    const starts = this.nameRun.view();
    const wordsPerSet = (order.length + 31) >>> 5;
    const sets = new Uint32Array(wordsPerSet * LETTERS.length);
    for (let name = 0; name < order.length; name++) {
      let low = 0;
      let high = 0;
      for (let left = runs.open(starts[order[name] ?? 0] ?? 0); left > 0; left--) {
        const word = runs.next();
        low |= letters.low[word] ?? 0;
        high |= letters.high[word] ?? 0;
      }
      const bit = 1 << (name & 31);
      for (let letter = 0, at = name >>> 5; letter < LETTERS.length; letter++, at += wordsPerSet) {
        if (((letter < 32 ? low >>> letter : high >>> (letter - 32)) & 1) !== 0) sets[at]! |= bit;
      }
    }
    return sets;
  }
}

function ranksBySeq(ordinalOfRank: Uint32Array, ordinalOf: Uint32Array): Uint32Array {
  const rankOfOrdinal = new Uint32Array(ordinalOfRank.length);
  for (let rank = 0; rank < ordinalOfRank.length; rank++) rankOfOrdinal[ordinalOfRank[rank] ?? 0] = rank;
  const rankOfSeq = new Uint32Array(ordinalOf.length);
  for (let seq = 0; seq < ordinalOf.length; seq++) rankOfSeq[seq] = rankOfOrdinal[ordinalOf[seq] ?? 0] ?? 0;
  return rankOfSeq;
}
