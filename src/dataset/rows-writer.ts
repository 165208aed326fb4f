import { compareCategories } from '../universe/categories';
import { mergeAliases } from '../universe/to-content';
import { RowsFile } from './rows-file';
import { decodeRow, RowEncoder } from './rows-format';
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

/** Where the rows lie in the rows file, in their final order. */
export interface RowPlaces {
  offsets: Float64Array;
  lengths: Uint32Array;
}

/** Copies the rows of the scratch file into their final order, with the link texts among their aliases. */
export function writeRows(rowsPath: string, { seqs, lengths, additions }: RowOrder): RowPlaces {
  const scratch = new ScratchReader(rowsPath, lengths);
  const file = new RowsFile(rowsPath);
  const encoder = new RowEncoder();
  const places = { offsets: new Float64Array(seqs.length), lengths: new Uint32Array(seqs.length) };
  try {
    for (let place = 0; place < seqs.length; place++) {
      const seq = seqs[place]!;
      const addition = additions.get(seq);
      places.offsets[place] = file.length;
      if (addition) {
        const tuple = rewrite(scratch.tuple(seq), addition, encoder);
        tuple.copy(file.room(tuple.length), file.used);
        places.lengths[place] = tuple.length;
      } else {
        places.lengths[place] = lengths[seq]!;
        scratch.read(seq, file.room(lengths[seq]!), file.used);
      }
      file.commit(places.lengths[place]!);
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
