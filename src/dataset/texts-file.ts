import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import type { ArticleText } from '../universe/section';
import { FileWriter } from './rows-file';
import { COPY_HEADER, COPY_TRAILER, type Row } from './rows-format';
import type { RowPlaces } from './rows-writer';
import { encodeText, textHashOf } from './texts-format';

/** Texts in input order on disk, packed as they come, so that memory does not grow with them. */
export class ScratchTexts {
  private readonly scratchPath: string;
  private writer: FileWriter | null;
  private fd: number | null = null;
  /** By sequence number: where the tuple of each begins, and how long it is; 0 where there is none. */
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private end = 0;

  constructor(private readonly path: string) {
    this.scratchPath = `${path}.scratch`;
    this.writer = new FileWriter(this.scratchPath);
  }

  /** Takes the text of the next article, or null where it has none. */
  add({ universe, id, sourceUrl }: Pick<Row, 'universe' | 'id' | 'sourceUrl'>, text: ArticleText | null): void {
    const tuple = text && encodeText(universe, id, text, sourceUrl);
    this.starts.push(this.end);
    this.lengths.push(tuple?.length ?? 0);
    if (!tuple) return;
    this.end += tuple.length;
    this.writer?.write(tuple);
  }

  /** Writes the texts file, the texts in the order of `seqs`. Of articles without one the length is 0. */
  finish(seqs: Uint32Array): RowPlaces {
    this.writer?.flush();
    this.writer?.close();
    this.writer = null;
    this.fd = openSync(this.scratchPath, 'r');
    const places = { lengths: new Uint32Array(seqs.length), hashes: new Int32Array(2 * seqs.length) };
    const file = new FileWriter(this.path);
    try {
      file.write(COPY_HEADER);
      seqs.forEach((seq, place) => {
        const length = this.lengths[seq] ?? 0;
        if (length === 0) return;
        const tuple = this.read(this.starts[seq] ?? 0, length);
        const { high, low } = textHashOf(tuple) ?? { high: 0, low: 0 };
        places.lengths[place] = length;
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

  remove(): void {
    this.writer?.close();
    if (this.fd !== null) closeSync(this.fd);
    this.writer = this.fd = null;
    rmSync(this.scratchPath, { force: true });
  }

  private read(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    if (this.fd === null || readSync(this.fd, bytes, 0, length, start) !== length)
      throw new Error('the scratch file of the texts is shorter than what was written to it');
    return bytes;
  }
}
