import { Logger } from '@nestjs/common';
import type { Directory } from '../dataset/directory';
import { PassageIndex } from '../dataset/passages/passage-index';
import type { SnapshotStore } from '../dataset/snapshot-store';
import type { IndexPassages } from './index-passages';

const RETRY_MS = 60_000;

/**
 * Gives the datasets of other machines an index of their passages: what an earlier run of this instance left, else one
 * that is made of the texts in Postgres, while everything else is answered already.
 */
export class PublishedPassages {
  private readonly log = new Logger('catalogue');
  /** By universe: ends the work on the one before. */
  private readonly atWork = new Map<string, AbortController>();
  private isStopped = false;

  constructor(
    private readonly store: SnapshotStore,
    private readonly index: IndexPassages,
  ) {}

  /** Opens or makes the index, and calls `onReady` once the directory has it. */
  provide(directory: Directory, onReady: () => void): void {
    const { universe } = directory.info;
    this.giveUp(universe);
    const control = new AbortController();
    this.atWork.set(universe, control);
    void this.provideAgain(directory, control.signal, onReady);
  }

  /** For a directory that another one replaced: nobody would let go of its index. */
  giveUp(universe: string): void {
    this.atWork.get(universe)?.abort(new Error('another dataset was published'));
  }

  stop(): void {
    this.isStopped = true;
    for (const control of this.atWork.values()) control.abort(new Error('the program ends'));
  }

  private async provideAgain(directory: Directory, signal: AbortSignal, onReady: () => void): Promise<void> {
    if (signal.aborted || this.isStopped) return;
    try {
      const index = await this.openOrMake(directory, signal);
      if (signal.aborted) return await index.release();
      directory.passages = index;
      onReady();
    } catch (error) {
      if (signal.aborted) return;
      const { universe } = directory.info;
      this.log.error({
        msg: 'the texts cannot be indexed; it is tried again in a minute',
        universe,
        error: String(error),
      });
      setTimeout(() => void this.provideAgain(directory, signal, onReady), RETRY_MS).unref();
    }
  }

  private async openOrMake({ info: { universe, key } }: Directory, signal: AbortSignal): Promise<PassageIndex> {
    const path = this.store.paths(universe, key).passages;
    const left = await PassageIndex.open(path).catch(() => null);
    if (left) return left;
    const draft = await this.store.draft(universe);
    try {
      await this.index({ universe, key, path: draft.passages }, signal);
      await this.store.keepPassages(universe, key, draft);
    } finally {
      await this.store.discard(draft);
    }
    this.log.log({ msg: 'indexed the texts that Postgres holds', universe });
    return PassageIndex.open(path);
  }
}
