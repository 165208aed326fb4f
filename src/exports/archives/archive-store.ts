import { mkdir, readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import pLimit from 'p-limit';
import { Problem } from '../../problem/problem';
import type { Troubles } from '../../problem/troubles';
import { stackOf } from '../../problem/stack-of';
import { keptArchive, type Archive } from './archive';
import { ArchiveDraft } from './archive-draft';
import { diskReason, unavailable } from './archive-failure';
import type { ArchiveTarget } from './write-archive';

export interface ArchiveStoreOptions {
  dir: string;
  /** Above it those that were not asked for longest go; the newest stays however large it is. */
  maxBytes: number;
  troubles: Troubles;
  /** What is never taken of the disk. */
  reserveBytes?: number;
}

const RESERVE_BYTES = 1_000_000_000;
/** A draft that was not written to for so long belongs to a process that is gone. */
const ABANDONED_MS = 60_000;
/** Archives that wait for the one that is being made; more are refused. */
const MAX_WAITING = 16;
const NAME = /^[a-z][\w-]*\.zip$/;
const TROUBLE = 'exports';

/** Archives on disk: each made once for all who ask, whole or not at all, within a limit. */
export class ArchiveStore {
  private readonly log = new Logger('exports');
  private readonly making = new Map<string, ArchiveDraft>();
  /** One at a time: each takes a processor. */
  private readonly turn = pLimit(1);
  /** What is still to be done behind archives that were made. */
  private settling: Promise<unknown> = Promise.resolve();
  private isSwept = false;
  private isStopped = false;

  constructor(private readonly options: ArchiveStoreOptions) {}

  /** The archive of a name (`[a-z]…zip`), made by `write` where there is none. Throws Problem EXPORT_UNAVAILABLE. */
  async open(name: string, write: (target: ArchiveTarget) => Promise<void>): Promise<Archive> {
    if (!NAME.test(name)) throw new Error(`not a name of an archive: ${name}`);
    const kept = this.making.has(name) ? null : await this.find(name);
    return kept ?? (this.making.get(name) ?? this.make(name, write)).archive();
  }

  /** Ends what is being made; nothing is left of it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const draft of this.making.values()) draft.abort();
    await Promise.allSettled([...this.making.values()].map(({ done }) => done));
    await this.settling;
  }

  private async find(name: string): Promise<Archive | null> {
    const path = join(this.options.dir, name);
    const facts = await stat(path).catch(() => null);
    if (!facts?.isFile()) return null;
    // When it was asked for last.
    await utimes(path, new Date(), new Date()).catch(() => undefined);
    return keptArchive(path, facts.size);
  }

  private make(name: string, write: (target: ArchiveTarget) => Promise<void>): ArchiveDraft {
    if (this.turn.pendingCount >= MAX_WAITING) throw unavailable('Too many packs are being made.');
    const { dir } = this.options;
    const begin = async (target: ArchiveTarget) => {
      target.signal?.throwIfAborted();
      await mkdir(dir, { recursive: true });
      await this.sweep();
      await this.assertRoom();
      await write(target);
    };
    const draft = new ArchiveDraft(join(dir, name), (target) => this.turn(() => begin(target)));
    this.making.set(name, draft);
    const settled = draft.done
      .then(() => this.keepLimit(name))
      .then(() => this.options.troubles.clear(TROUBLE))
      .catch((error: unknown) => this.report(error))
      .finally(() => this.making.delete(name));
    this.settling = Promise.allSettled([this.settling, settled]);
    return draft;
  }

  private report(error: unknown): void {
    // Whoever asked is told.
    if (error instanceof Problem || this.isStopped) return;
    const reason = diskReason(error);
    if (reason === null) this.log.error({ msg: 'an archive was not made', error: stackOf(error) });
    else this.options.troubles.set(TROUBLE, reason, { detail: stackOf(error) });
  }

  private async assertRoom(): Promise<void> {
    const { dir, reserveBytes = RESERVE_BYTES } = this.options;
    const { bavail, bsize } = await statfs(dir);
    if (bavail * bsize < reserveBytes) throw Object.assign(new Error('the reserve is reached'), { code: 'ENOSPC' });
  }

  private async keepLimit(newest: string): Promise<void> {
    const { dir, maxBytes } = this.options;
    const names = (await readdir(dir)).filter((name) => NAME.test(name));
    const all = await Promise.all(
      names.map(async (name) => ({ name, facts: await stat(join(dir, name)).catch(() => null) })),
    );
    const files = all.flatMap(({ name, facts }) => (facts ? [{ name, bytes: facts.size, usedAt: facts.mtimeMs }] : []));
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= maxBytes) return;
      if (file.name === newest) continue;
      await rm(join(dir, file.name), { force: true });
      bytes -= file.bytes;
    }
  }

  /** Removes drafts that a killed process left. */
  private async sweep(): Promise<void> {
    if (this.isSwept) return;
    this.isSwept = true;
    const { dir } = this.options;
    for (const name of await readdir(dir)) {
      const facts = name.endsWith('.tmp') ? await stat(join(dir, name)).catch(() => null) : null;
      if (facts && Date.now() - facts.mtimeMs > ABANDONED_MS)
        await rm(join(dir, name), { recursive: true, force: true });
    }
  }
}
