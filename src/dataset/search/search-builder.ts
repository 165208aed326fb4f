import { fold } from '../../universe/fold';
import type { SectionFileWriter } from '../section-file';
import { ByteSink } from './byte-sink';
import { Column } from './column';
import { PostingListsBuilder } from './posting-lists';
import { searchOrder } from './search-order';
import { compactHash, nameTokens, tokensOf } from './tokens';
import { VocabularyBuilder } from './vocabulary-builder';

/** Where a name of an article comes from. */
export const NAME_TITLE = 0;
export const NAME_REDIRECT = 1;
export const NAME_LINK_TEXT = 2;
export type NameKind = typeof NAME_TITLE | typeof NAME_REDIRECT | typeof NAME_LINK_TEXT;

/** What is known once every article has been seen. Columns are by ordinal. */
export interface SearchBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  links: Uint32Array;
  flags: Uint8Array;
}

const MAX_NAMES = 255;
const MAX_USES = 0xffff;

/**
 * Collects the names and descriptions of all articles and writes the sections that `Search` reads. While collecting,
 * a text is a run of word numbers in one byte array; the index is made of those runs, without sorting postings.
 */
export class SearchBuilder {
  private readonly vocabulary = new VocabularyBuilder();
  private readonly runs = new ByteSink();
  private readonly nameSeq = new Column();
  private readonly nameRun = new Column();
  private readonly nameHash = new Column();
  /** The second hash in the low half, kind and uses in the high half would not fit: uses have their own column. */
  private readonly nameCheck = new Column();
  private readonly nameUses = new Column();
  private readonly nameKind = new Column();
  private readonly textSeq = new Column();
  private readonly textRun = new Column();

  /** `uses`: how many links carry this text (link texts only). Names as they are written, not folded. */
  addName(seq: number, name: string, kind: NameKind, uses = 0): void {
    const folded = fold(name);
    if (folded === '' && kind !== NAME_TITLE) return;
    const { hash, check } = compactHash(tokensOf(folded));
    this.nameSeq.push(seq);
    this.nameRun.push(this.addRun(nameTokens(name, folded)));
    this.nameHash.push(hash);
    this.nameCheck.push(check);
    this.nameUses.push(Math.min(uses, MAX_USES));
    this.nameKind.push(kind);
  }

  addDescription(seq: number, text: string): void {
    const tokens = [...new Set(tokensOf(fold(text)))];
    if (tokens.length === 0) return;
    this.textSeq.push(seq);
    this.textRun.push(this.addRun(tokens));
  }

  finish(writer: SectionFileWriter, context: SearchBuildContext): void {
    const ordinalOfRank = searchOrder(context.count, context.links, context.flags);
    writer.add('search.rank', ordinalOfRank);
    const rankOfSeq = ranksBySeq(ordinalOfRank, context.ordinalOf);
    const placeOf = this.vocabulary.finish(writer, 'search.words');
    this.addNames(writer, context.count, rankOfSeq, placeOf);
    this.addTexts(writer, context.count, rankOfSeq, placeOf);
  }

  private addRun(tokens: readonly string[]): number {
    const start = this.runs.length;
    this.runs.varint(tokens.length);
    for (const token of tokens) this.runs.varint(this.vocabulary.numberOf(token));
    return start;
  }

  /** Names are numbered in the order of their articles' ranks, an article's title first. */
  private addNames(writer: SectionFileWriter, count: number, rankOfSeq: Uint32Array, placeOf: Uint32Array): void {
    const { order, counts } = this.nameOrder(count, rankOfSeq);
    const hashes = new Uint32Array(order.length);
    const checks = new Uint16Array(order.length);
    const uses = new Uint16Array(order.length);
    order.forEach((name, number) => {
      hashes[number] = this.nameHash.at(name);
      checks[number] = this.nameCheck.at(name);
      uses[number] = this.nameUses.at(name);
    });
    writer.add('search.names', counts);
    writer.add('search.names.hash', hashes);
    writer.add('search.names.check', checks);
    writer.add('search.names.uses', uses);
    this.addPostings(writer, 'search.names', order, this.nameRun, null, placeOf);
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

  /** Descriptions are numbered by their articles' ranks. */
  private addTexts(writer: SectionFileWriter, count: number, rankOfSeq: Uint32Array, placeOf: Uint32Array): void {
    const textOfRank = new Int32Array(count).fill(-1);
    for (let text = 0; text < this.textSeq.length; text++) textOfRank[rankOfSeq[this.textSeq.at(text)] ?? 0] = text;
    const ranks = new Uint32Array(this.textSeq.length);
    const order = new Uint32Array(this.textSeq.length);
    let length = 0;
    textOfRank.forEach((text, rank) => {
      if (text < 0) return;
      ranks[length] = rank;
      order[length++] = text;
    });
    this.addPostings(writer, 'search.texts', order.subarray(0, length), this.textRun, ranks, placeOf);
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
    const eachEntry = (visit: (list: number, document: number) => void) => {
      for (let i = 0; i < order.length; i++) {
        const document = numbers ? (numbers[i] ?? 0) : i;
        for (let left = runs.open(runOf.at(order[i] ?? 0)); left > 0; left--) {
          visit(placeOf[runs.next()] ?? 0, document);
        }
      }
    };
    eachEntry((list, document) => lists.measure(list, document));
    lists.startWriting();
    eachEntry((list, document) => lists.write(list, document));
    const { offsets, bytes } = lists.finish();
    writer.add(`${section}.lists`, offsets);
    writer.add(`${section}.bytes`, bytes);
  }
}

function ranksBySeq(ordinalOfRank: Uint32Array, ordinalOf: Uint32Array): Uint32Array {
  const rankOfOrdinal = new Uint32Array(ordinalOfRank.length);
  ordinalOfRank.forEach((ordinal, rank) => (rankOfOrdinal[ordinal] = rank));
  return Uint32Array.from(ordinalOf, (ordinal) => rankOfOrdinal[ordinal] ?? 0);
}

/** Reads the runs of word numbers that the builder wrote. */
class RunReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Goes to a run and tells how many numbers it has. */
  open(start: number): number {
    this.at = start;
    return this.next();
  }

  next(): number {
    let byte = this.bytes[this.at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }
}
