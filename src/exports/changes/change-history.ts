import { Inject, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { ChangeRepository } from '../../database/repositories/change.repository';
import { Unreachable } from '../../database/unreachable';
import { ChangeLog, packChanges, type Publication, unpackChanges } from '../../dataset/change-log';
import { type Change, compareDirectories, joinChanges, reverseChanges } from '../../dataset/changes';
import type { Directory } from '../../dataset/directory';
import { inTurns } from '../../event-loop/steps';

/** Changes that are kept in memory, of all universes together. */
const MAX_CHANGES = 200_000;

/** A publication and what it changed. */
export interface PublishedChanges extends Publication {
  changes: readonly Change[];
}

/**
 * What the last publications of each universe changed. Read from beside the datasets alone, so that it is there while
 * Postgres is away; what other instances published is taken from Postgres when they have.
 */
@Injectable()
export class ChangeHistory {
  private readonly log = new Logger('exports');
  private readonly lists = new LRUCache<string, readonly Change[]>({
    maxSize: MAX_CHANGES,
    sizeCalculation: ({ length }) => length + 1,
  });

  /** What is being taken over of each universe. */
  private readonly following = new Map<string, Promise<void>>();

  constructor(
    private readonly kept: ChangeLog,
    @Inject(ChangeRepository) private readonly shared: Pick<ChangeRepository, keyof ChangeRepository>,
  ) {}

  /**
   * What changed from one dataset to another, by id; null where it is not known, or not any more. The second may be the
   * older one: files answer for a while with what was published before Postgres went away.
   */
  async find(universe: string, from: string, to: string): Promise<readonly Change[] | null> {
    const known = await this.findKept(universe, from, to);
    const following = this.following.get(universe);
    if (known || !following) return known;
    // The dataset is served a moment before what it changed is at hand.
    await following.catch(() => undefined);
    return this.findKept(universe, from, to);
  }

  private async findKept(universe: string, from: string, to: string): Promise<readonly Change[] | null> {
    const way = wayBetween(await this.kept.list(universe), from, to);
    if (!way) return null;
    const lists: (readonly Change[])[] = [];
    for (const { publication, isBack } of way) {
      const changes = await this.read(universe, publication);
      if (!changes) return null;
      lists.push(isBack ? reverseChanges(changes) : changes);
    }
    return lists.length === 1 ? lists[0]! : joinChanges(lists);
  }

  /** The publications that led to a dataset, the newest first. */
  async *leadingTo(universe: string, key: string): AsyncGenerator<PublishedChanges> {
    const all = await this.kept.list(universe);
    const seen = new Set<string>();
    for (let to = key; !seen.has(to);) {
      seen.add(to);
      const publication = all.find((one) => one.to === to);
      const changes = publication && (await this.read(universe, publication));
      if (!publication || !changes) return;
      yield { ...publication, changes };
      to = publication.from;
    }
  }

  /**
   * Takes over what Postgres has of a universe that is now another dataset than before; what no instance noted is found
   * by comparing the two. Where Postgres is away, the next publication makes up for it.
   */
  async follow(before: Directory | null, after: Directory): Promise<void> {
    const { universe } = after.info;
    const following = this.followNow(before, after);
    this.following.set(universe, following);
    try {
      await following;
    } finally {
      if (this.following.get(universe) === following) this.following.delete(universe);
    }
  }

  private async followNow(before: Directory | null, after: Directory): Promise<void> {
    const { universe, key } = after.info;
    try {
      await this.takeOver(universe);
      if (!before || (await this.findKept(universe, before.info.key, key))) return;
      const changes = await packChanges(await inTurns(compareDirectories(before, after)));
      const publication = { from: before.info.key, to: key, at: Date.now() };
      await this.kept.write(universe, publication, changes);
      await this.shared.add(universe, [{ ...publication, changes }]);
      await this.takeOver(universe);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.log.debug({ msg: 'the changes of others are taken over later', universe });
    }
  }

  /** Of what is kept here and there, the times of Postgres count, so that all instances tell the same. */
  private async takeOver(universe: string): Promise<void> {
    const known = await this.kept.list(universe);
    for (const publication of await this.shared.list(universe)) {
      const own = known.find(({ from, to }) => from === publication.from && to === publication.to);
      if (own?.at === publication.at) continue;
      const packed =
        (own && (await this.kept.readPacked(universe, own))) ?? (await this.shared.read(universe, publication));
      if (packed) await this.kept.write(universe, publication, packed);
    }
  }

  private async read(universe: string, publication: Publication): Promise<readonly Change[] | null> {
    const name = `${universe} ${publication.from} ${publication.to}`;
    const known = this.lists.get(name);
    if (known) return known;
    const packed = await this.kept.readPacked(universe, publication);
    if (!packed) return null;
    const changes = await unpackChanges(packed);
    this.lists.set(name, changes);
    return changes;
  }
}

interface Step {
  publication: Publication;
  isBack: boolean;
}

/** The fewest publications that lead from one dataset to another; null where none do. */
function wayBetween(publications: readonly Publication[], from: string, to: string): Step[] | null {
  const ways = new Map<string, Step[]>([[from, []]]);
  // A map goes on with what is added while it is gone through.
  for (const [key, way] of ways) {
    if (key === to) return way;
    for (const publication of publications) {
      const isBack = publication.to === key;
      if (!isBack && publication.from !== key) continue;
      const next = isBack ? publication.from : publication.to;
      if (!ways.has(next)) ways.set(next, [...way, { publication, isBack }]);
    }
  }
  return null;
}
