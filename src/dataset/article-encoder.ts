import { writeTuple, type RowFields } from './rows-format';
import { Column } from './search/column';
import { TupleWriter } from './tuple-writer';

/** Rows one behind the other, in input order; articles that arrived twice are still among them. */
export interface EncodedRows {
  /** Tuples without their hashes. */
  tuples: Buffer;
  /** Where each of them ends. */
  ends: Uint32Array;
}

/** Encodes articles as rows. */
export class ArticleEncoder {
  private readonly writer = new TupleWriter();
  private readonly ends = new Column();

  /** Of the rows that wait to be taken. */
  get bytes(): number {
    return this.writer.bytes;
  }

  add(row: RowFields): void {
    writeTuple(this.writer, row);
    this.ends.push(this.writer.bytes);
  }

  /** The rows since the last time; lent until the next is added. */
  take(): EncodedRows {
    const taken = { tuples: this.writer.take(), ends: this.ends.view() };
    this.ends.length = 0;
    return taken;
  }
}
