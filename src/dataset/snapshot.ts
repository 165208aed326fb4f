import { Logger } from '@nestjs/common';
import { pauseDue } from '../event-loop/pauses';
import type { ArticleBody, ArticleCard } from '../universe/article';
import type { Directory } from './directory';
import { bodyOf, cardOf, isIntact, rowHashOf } from './rows-format';
import { openDirectory } from './open-directory';
import { PassageIndex } from './passages/passage-index';
import { RowsReader } from './rows-reader';
import type { SnapshotPaths, SnapshotStore } from './snapshot-store';
import type { PackedText } from './text-pack';
import { textHashOf, textOfTuple } from './texts-format';

/** Tuples that lie at most this far apart are read together. */
const GAP_BYTES = 4 << 10;
const LONGEST_READ_BYTES = 1 << 20;

/** Rows that are read together: places among those that were asked for, and the bytes that they lie in. */
interface Stretch {
  places: number[];
  start: number;
  end: number;
}

/** One of the files that hold tuples, and where in it those of an article lie. */
interface TupleSource {
  file: RowsReader;
  placeOf(ordinal: number): { offset: number; length: number };
}

/** A dataset on disk: its directory in memory, its rows and texts read on demand. */
export class Snapshot {
  private readonly log = new Logger('dataset');

  private constructor(
    readonly directory: Directory,
    private readonly rows: RowsReader,
    private readonly textRows: RowsReader,
    readonly paths: SnapshotPaths,
  ) {}

  static async open(paths: SnapshotPaths): Promise<Snapshot> {
    const directory = await openDirectory(paths.directory);
    const files: { close(): Promise<void> }[] = [];
    try {
      const rows = await RowsReader.open(paths.rows);
      files.push(rows);
      const texts = await RowsReader.open(paths.texts);
      files.push(texts);
      directory.passages = await PassageIndex.open(paths.passages);
      return new Snapshot(directory, rows, texts, paths);
    } catch (error) {
      for (const file of files) await file.close();
      throw error;
    }
  }

  /** A universe's current snapshot; null where there is none that is whole. */
  static async openCurrent(store: SnapshotStore, universe: string): Promise<Snapshot | null> {
    const pointer = await store.findPointer(universe);
    if (!pointer) return null;
    try {
      const snapshot = await Snapshot.open(store.paths(universe, pointer.key));
      if (snapshot.directory.info.key === pointer.key) return snapshot;
      await snapshot.close();
      return null;
    } catch {
      // Cut short, of another format, or gone: not an index any more. The next run builds it anew.
      return null;
    }
  }

  /** What is read of the articles at these ordinals, in that order; null where the row is damaged. */
  bodies(ordinals: ArrayLike<number>): Promise<(ArticleBody | null)[]> {
    return this.readRows(ordinals, bodyOf);
  }

  /** What lists show of them, likewise. */
  cards(ordinals: ArrayLike<number>): Promise<(ArticleCard | null)[]> {
    return this.readRows(ordinals, cardOf);
  }

  /** Their texts, likewise; null also where an article has none. */
  texts(ordinals: ArrayLike<number>): Promise<(PackedText | null)[]> {
    const { directory } = this;
    const source = { file: this.textRows, placeOf: (ordinal: number) => directory.textAt(ordinal) };
    return this.read(ordinals, source, (tuple, ordinal) => {
      const stated = textHashOf(tuple);
      const { high, low } = directory.textHash(ordinal);
      return stated?.high === high && stated.low === low ? textOfTuple(tuple) : null;
    });
  }

  /** What of it is open, by itself: whoever only waits to close it must not keep the directory in memory. */
  get openFile(): { close(): Promise<void> } {
    const { rows, textRows, directory } = this;
    const { passages } = directory;
    return {
      close: async () => {
        await rows.close();
        await textRows.close();
        await passages?.release();
      },
    };
  }

  close(): Promise<void> {
    return this.openFile.close();
  }

  private readRows<T>(ordinals: ArrayLike<number>, make: (tuple: Buffer) => T): Promise<(T | null)[]> {
    const { directory } = this;
    const source = { file: this.rows, placeOf: (ordinal: number) => directory.rowAt(ordinal) };
    return this.read(ordinals, source, (tuple, ordinal) => (this.isRowOf(ordinal, tuple) ? make(tuple) : null));
  }

  private async read<T>(
    ordinals: ArrayLike<number>,
    source: TupleSource,
    make: (tuple: Buffer, ordinal: number) => T | null,
  ): Promise<(T | null)[]> {
    const made = new Array<T | null>(ordinals.length).fill(null);
    const fill = async ({ places, start }: Stretch, bytes: Buffer) => {
      for (const place of places) {
        const ordinal = ordinals[place] ?? 0;
        const { offset, length } = source.placeOf(ordinal);
        const tuple = bytes.subarray(offset - start, offset - start + length);
        if (length > 0) made[place] = make(tuple, ordinal);
        const pause = pauseDue();
        if (pause) await pause;
      }
    };
    await Promise.all(
      stretches(ordinals, source).map(async (stretch) => {
        const bytes = await this.readStretch(source, stretch);
        if (bytes) await fill(stretch, bytes);
      }),
    );
    return made;
  }

  /** Null where the disk does not give what lay there. */
  private async readStretch({ file }: TupleSource, { start, end }: Stretch): Promise<Buffer | null> {
    try {
      return await file.read(start, end - start);
    } catch (error) {
      this.log.error({ msg: 'a dataset beside the file cache cannot be read', error: String(error) });
      return null;
    }
  }

  /** Whether the tuple is the one that was written for this article, byte for byte. */
  private isRowOf(ordinal: number, tuple: Buffer): boolean {
    const stated = rowHashOf(tuple);
    const { high, low } = this.directory.rowHash(ordinal);
    return stated !== null && stated.high === high && stated.low === low && isIntact(tuple);
  }
}

function stretches(ordinals: ArrayLike<number>, { placeOf }: TupleSource): Stretch[] {
  const places = Array.from(ordinals, (_, place) => place).filter((place) => placeOf(ordinals[place] ?? 0).length > 0);
  const offsetOf = (place: number) => placeOf(ordinals[place] ?? 0).offset;
  if (places.length > 1) places.sort((a, b) => offsetOf(a) - offsetOf(b));
  const found: Stretch[] = [];
  let last: Stretch | undefined;
  for (const place of places) {
    const { offset, length } = placeOf(ordinals[place] ?? 0);
    const end = offset + length;
    if (last && offset - last.end <= GAP_BYTES && end - last.start <= LONGEST_READ_BYTES) {
      last.places.push(place);
      last.end = Math.max(last.end, end);
    } else found.push((last = { places: [place], start: offset, end }));
  }
  return found;
}
