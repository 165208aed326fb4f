import { compareCategories } from '../universe/categories';
import { mergeAliases } from '../universe/to-content';
import { FileWriter, type ScratchRows } from './rows-file';
import { COPY_HEADER, COPY_TRAILER, decodeRow, hashRow, RowEncoder, rowHashOf } from './rows-format';

/** What became known of an article behind its row. */
export interface RowAddition {
  /** Texts under which others link to it. */
  linkTexts: string[];
  /** The category that stands; all categories under which the article arrived, or null where the row has them. */
  categories: { first: string; all: string[] | null } | null;
}

/** The rows of the rows file, in its order, one right behind the other. */
export interface RowPlaces {
  /** Bytes of each. */
  lengths: Uint32Array;
  /** The upper and the lower half of each row hash. */
  hashes: Int32Array;
}

/**
 * Writes the rows file: the rows in the order of `seqs`, with their hashes, and with what became known of them; `all`
 * holds that by sequence number.
 */
export function writeRows(
  path: string,
  rows: ScratchRows,
  seqs: Uint32Array,
  all: ReadonlyMap<number, RowAddition>,
): RowPlaces {
  const file = new FileWriter(path);
  const encoder = new RowEncoder();
  const places = { lengths: new Uint32Array(seqs.length), hashes: new Int32Array(2 * seqs.length) };
  try {
    file.write(COPY_HEADER);
    seqs.forEach((seq, place) => {
      const addition = all.get(seq);
      const tuple = addition ? withAddition(rows.read(seq), addition, encoder) : rows.read(seq);
      hashRow(tuple);
      const { high, low } = rowHashOf(tuple) ?? { high: 0, low: 0 };
      places.lengths[place] = tuple.length;
      places.hashes.set([high, low], 2 * place);
      file.write(tuple);
    });
    file.write(COPY_TRAILER);
    file.flush();
  } finally {
    file.close();
  }
  return places;
}

function withAddition(tuple: Buffer, { linkTexts, categories }: RowAddition, encoder: RowEncoder): Buffer {
  const row = decodeRow(tuple);
  const own = Array.isArray(row.content.aliases) ? row.content.aliases : [];
  row.content.aliases = mergeAliases(row.title, own, linkTexts);
  if (categories) {
    row.category = categories.first;
    const all = categories.all ?? row.extra.other_categories ?? [];
    const others = all.filter((name) => name !== categories.first).sort(compareCategories);
    if (others.length > 0) row.extra.other_categories = others;
    else delete row.extra.other_categories;
  }
  return Buffer.from(encoder.encode(row));
}
