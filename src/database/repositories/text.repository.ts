import type { Database } from '../database';

/** Of a row of `wiki_texts`: bytes as texts, which the driver passes on as they are. */
export interface TextRow {
  id: number;
  /** 16 hexadecimal digits. */
  text_hash: string;
  /** Base64. */
  packed: string;
}

/** As with articles, the dataset's key is checked in the statement that reads. */
export const TEXTS_BY_ID = `SELECT t.id, encode(int8send(t.text_hash), 'hex') AS text_hash, encode(t.packed, 'base64') AS packed
       FROM public.lorekeeper_datasets d
       LEFT JOIN public.wiki_texts t ON t.universe = $1 AND t.id = ANY ($2::bigint[])
      WHERE d.universe = $1 AND d.key = $3`;

/** Reads the texts of published datasets. */
export class TextRepository {
  constructor(private readonly database: Database) {}

  /**
   * The texts of these ids, in any order, if Postgres holds the dataset of this key at the same moment; null where it
   * holds another one by now. Throws Unreachable.
   */
  async findTexts(universe: string, key: string, ids: readonly number[]): Promise<TextRow[] | null> {
    if (ids.length === 0) return [];
    const rows = await this.database.read<Omit<TextRow, 'id'> & { id: number | null }>(
      { name: 'texts-by-id', text: TEXTS_BY_ID, values: [universe, ids, key] },
      { universe, key },
    );
    return rows.length === 0 ? null : rows.filter((row): row is TextRow => row.id !== null);
  }
}
