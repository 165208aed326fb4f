import { Logger } from '@nestjs/common';
import { pauseDue } from '../event-loop/pauses';
import type { ArticleBody, ArticleCard } from '../universe/article';
import type { Directory } from './directory';
import { bodyOf, cardOf, isIntact, rowHashOf } from './rows-format';
import { openDirectory } from './open-directory';
import { RowsReader } from './rows-reader';
import type { SnapshotStore } from './snapshot-store';

/** Tuples that lie at most this far apart are read together. */
const GAP_BYTES = 4 << 10;
const LONGEST_READ_BYTES = 1 << 20;

/** Rows that are read together: places among those that were asked for, and the bytes that they lie in. */
interface Stretch {
  places: number[];
  start: number;
  end: number;
}

/** A dataset on disk: its directory in memory, its rows read on demand. */
export class Snapshot {
  private readonly log = new Logger('dataset');

  private constructor(
    readonly directory: Directory,
    private readonly rows: RowsReader,
    readonly rowsPath: string,
    readonly directoryPath: string,
  ) {}

  static async open(directoryPath: string, rowsPath: string): Promise<Snapshot> {
    const directory = await openDirectory(directoryPath);
    return new Snapshot(directory, await RowsReader.open(rowsPath), rowsPath, directoryPath);
  }

  /** A universe's current snapshot; null where there is none that is whole. */
  static async openCurrent(store: SnapshotStore, universe: string): Promise<Snapshot | null> {
    const pointer = await store.findPointer(universe);
    if (!pointer) return null;
    try {
      const snapshot = await Snapshot.open(
        store.path(universe, pointer.key, 'dir'),
        store.path(universe, pointer.key, 'rows'),
      );
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
    return this.read(ordinals, bodyOf);
  }

  /** What lists show of them, likewise. */
  cards(ordinals: ArrayLike<number>): Promise<(ArticleCard | null)[]> {
    return this.read(ordinals, cardOf);
  }

  /** What of it is open, by itself: whoever only waits to close it must not keep the directory in memory. */
  get openFile(): { close(): Promise<void> } {
    return this.rows;
  }

  async close(): Promise<void> {
    await this.rows.close();
  }

  private async read<T>(ordinals: ArrayLike<number>, make: (tuple: Buffer) => T): Promise<(T | null)[]> {
    const made = new Array<T | null>(ordinals.length).fill(null);
    const fill = async ({ places, start }: Stretch, bytes: Buffer) => {
      for (const place of places) {
        const ordinal = ordinals[place] ?? 0;
        const { offset, length } = this.directory.rowAt(ordinal);
        const tuple = bytes.subarray(offset - start, offset - start + length);
        if (this.isRowOf(ordinal, tuple)) made[place] = make(tuple);
        const pause = pauseDue();
        if (pause) await pause;
      }
    };
    await Promise.all(
      this.stretches(ordinals).map(async (stretch) => {
        const bytes = await this.readStretch(stretch);
        if (bytes) await fill(stretch, bytes);
      }),
    );
    return made;
  }

  /** Null where the disk does not give what lay there. */
  private async readStretch({ start, end }: Stretch): Promise<Buffer | null> {
    try {
      return await this.rows.read(start, end - start);
    } catch (error) {
      this.log.error({ msg: 'rows beside the file cache cannot be read', error: String(error) });
      return null;
    }
  }

  /** Whether the tuple is the one that was written for this article, byte for byte. */
  private isRowOf(ordinal: number, tuple: Buffer): boolean {
    const stated = rowHashOf(tuple);
    const { high, low } = this.directory.rowHash(ordinal);
    return stated !== null && stated.high === high && stated.low === low && isIntact(tuple);
  }

  private stretches(ordinals: ArrayLike<number>): Stretch[] {
    const places = Array.from(ordinals, (_, place) => place);
    const offsetOf = (place: number) => this.directory.rowAt(ordinals[place] ?? 0).offset;
    if (places.length > 1) places.sort((a, b) => offsetOf(a) - offsetOf(b));
    const stretches: Stretch[] = [];
    let last: Stretch | undefined;
    for (const place of places) {
      const { offset, length } = this.directory.rowAt(ordinals[place] ?? 0);
      const end = offset + length;
      if (last && offset - last.end <= GAP_BYTES && end - last.start <= LONGEST_READ_BYTES) {
        last.places.push(place);
        last.end = Math.max(last.end, end);
      } else stretches.push((last = { places: [place], start: offset, end }));
    }
    return stretches;
  }
}
