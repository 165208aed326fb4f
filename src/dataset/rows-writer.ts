import { compareCategories } from '../universe/categories';
import { mergeAliases } from '../universe/to-content';
import { RowsFile } from './rows-file';
import { decodeRow, hashRow, readRowHash, RowEncoder } from './rows-format';
import { ScratchReader } from './scratch-rows';

/** What became known of an article behind its row. */
export interface RowAddition {
  /** Texts under which others link to it. */
  linkTexts: string[];
  /** The category that stands and all categories under which the article arrived, where there were several. */
  categories: { first: string; all: string[] } | null;
}

/** Which rows of the scratch file follow one another. */
export interface RowOrder {
  /** Sequence numbers in the final order. */
  seqs: Uint32Array;
  /** Bytes of each row in the scratch file, by sequence number. */
  lengths: Uint32Array;
  additions: Map<number, RowAddition>;
}

/** The rows of the rows file, in its order, one right behind the other. */
export interface RowPlaces {
  /** Bytes of each. */
  lengths: Uint32Array;
  /** The upper and the lower half of each row hash. */
  hashes: Int32Array;
}

/** Copies the rows of the scratch file into their final order, with their hashes and the link texts among their aliases. */
export function writeRows(rowsPath: string, { seqs, lengths, additions }: RowOrder): RowPlaces {
  const scratch = new ScratchReader(rowsPath, lengths);
  const file = new RowsFile(rowsPath);
  const encoder = new RowEncoder();
  const count = seqs.length;
  const places = { lengths: new Uint32Array(count), hashes: new Int32Array(2 * count) };
  try {
    for (let place = 0; place < count; place++) {
      const seq = seqs[place]!;
      const addition = additions.get(seq);
      const rewritten = addition && rewrite(scratch.tuple(seq), addition, encoder);
      const length = rewritten?.length ?? lengths[seq]!;
      const room = file.room(length);
      if (rewritten) rewritten.copy(room, file.used);
      else {
        scratch.read(seq, room, file.used);
        hashRow(room, file.used, file.used + length);
      }
      places.lengths[place] = length;
      readRowHash(room, file.used + length, places.hashes, 2 * place);
      file.commit(length);
    }
    file.end();
  } finally {
    file.close();
    scratch.close();
  }
  return places;
}

function rewrite(tuple: Buffer, { linkTexts, categories }: RowAddition, encoder: RowEncoder): Buffer {
  const row = decodeRow(tuple);
  const own = Array.isArray(row.content.aliases) ? row.content.aliases : [];
  row.content.aliases = mergeAliases(row.title, own, linkTexts);
  if (categories) {
    row.category = categories.first;
    row.extra.other_categories = categories.all.filter((name) => name !== categories.first).sort(compareCategories);
  }
  encoder.add(row);
  return encoder.take();
}
