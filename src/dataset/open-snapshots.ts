import { Injectable, Logger } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { Snapshot } from './snapshot';
import { SnapshotStore } from './snapshot-store';

/** How long a replaced snapshot stays open for requests that still read from it. */
const GRACE_MS = 30_000;

/** The file source: the current snapshot of each universe, opened once and replaced when a run leaves a new one. */
@Injectable()
export class OpenSnapshots {
  /** Emits `change` when a universe has a new snapshot, `damage` where the one that there should be cannot be used. */
  readonly events = new EventEmitter();
  private readonly log = new Logger('dataset');
  private readonly snapshots = new Map<string, Snapshot>();
  /** The latest refresh of each universe: one at a time, or a snapshot that nobody closes would be replaced. */
  private readonly turns = new Map<string, Promise<Snapshot | null>>();
  private isStopped = false;
  private opening: Promise<void> | null = null;
  private areAllOpen = false;

  constructor(private readonly store: SnapshotStore) {}

  /** Where runs leave their datasets. */
  get dir(): string {
    return this.store.dir;
  }

  /** Opens what earlier runs left, once. */
  open(): Promise<void> {
    this.opening ??= this.openAll();
    return this.opening;
  }

  /** Whether all that earlier runs left is open. */
  get isOpen(): boolean {
    return this.areAllOpen;
  }

  /** The addresses of all images that articles show. */
  *imageUrls(): Generator<string> {
    for (const { directory } of this.snapshots.values()) {
      for (let ordinal = 0; ordinal < directory.count; ordinal++) {
        const url = directory.imageUrl(ordinal);
        if (url) yield url;
      }
    }
  }

  /** Opens the universe's current snapshot anew; the one before it serves until then. */
  refresh(universe: string, isRebuilt = false): Promise<Snapshot | null> {
    const last = this.turns.get(universe) ?? Promise.resolve(null);
    const turn = last.catch(() => null).then(() => this.refreshNow(universe, isRebuilt));
    this.turns.set(universe, turn);
    return turn;
  }

  find(universe: string): Snapshot | null {
    return this.snapshots.get(universe) ?? null;
  }

  ids(): string[] {
    return [...this.snapshots.keys()];
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.allSettled(this.turns.values());
    await Promise.all([...this.snapshots.values()].map((snapshot) => snapshot.close()));
    this.snapshots.clear();
  }

  private async openAll(): Promise<void> {
    const taken = await this.store.takeOver();
    if (taken.length > 0) this.log.log({ msg: 'datasets of an earlier start were taken over', universes: taken });
    await Promise.all((await this.store.universes()).map((universe) => this.refresh(universe)));
    this.areAllOpen = true;
  }

  private async refreshNow(universe: string, isRebuilt: boolean): Promise<Snapshot | null> {
    if (this.isStopped) return null;
    const before = this.snapshots.get(universe) ?? null;
    const pointer = await this.store.findPointer(universe);
    // A forced build replaces the files of the same key.
    if (!isRebuilt && before && pointer?.key === before.directory.info.key) return before;
    const snapshot = await Snapshot.openCurrent(this.store, universe);
    if (!snapshot) {
      if (pointer) this.events.emit('damage', universe);
      return before;
    }
    this.snapshots.set(universe, snapshot);
    this.events.emit('change', universe);
    if (before) this.closeLater(before.openFile);
    return snapshot;
  }

  private closeLater(file: Snapshot['openFile']): void {
    setTimeout(() => this.close(file), GRACE_MS).unref();
  }

  private close(file: Snapshot['openFile']): void {
    file.close().catch((error: unknown) => this.log.warn({ msg: 'a snapshot did not close', error: String(error) }));
  }
}
