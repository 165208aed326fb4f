import { readdirSync, readlinkSync } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OpenSnapshots } from '../../src/dataset/open-snapshots';
import { SnapshotStore } from '../../src/dataset/snapshot-store';
import { TestWorld } from '../api/test-api';

const planets = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ title: `Planet ${i}`, infobox: { type: 'Planet', fields: [] } }));

/** Rows files of this folder that the process holds open. */
function openRows(dir: string): string[] {
  return readdirSync('/proc/self/fd')
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return '';
      }
    })
    .filter((path) => path.startsWith(dir) && path.includes('.rows'));
}

async function chmodAll(dir: string, mode: number): Promise<void> {
  for (const name of await readdir(dir)) await chmod(join(dir, name), mode);
}

/** Runs the garbage collector. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('the snapshots of snapshots', () => {
  let world: TestWorld;
  let snapshots: OpenSnapshots;

  beforeEach(async () => {
    world = await TestWorld.create();
    await world.publish('alpha', planets(3));
    await world.snapshots.stop();
    snapshots = new OpenSnapshots(await SnapshotStore.open(join(world.dir, 'cache'), join(world.dir, 'data')));
  });
  afterEach(async () => {
    await snapshots.stop();
    await world.remove();
  });

  it('opens a universe once, however many ask at the same time, and leaves no file open', async () => {
    const found = await Promise.all([snapshots.open(), snapshots.refresh('alpha'), snapshots.refresh('alpha')]);
    expect(found[1]).toBe(snapshots.find('alpha'));
    expect(found[2]).toBe(snapshots.find('alpha'));
    if (process.platform === 'linux') expect(openRows(world.dir)).toHaveLength(1);
    await snapshots.stop();
    if (process.platform === 'linux') expect(openRows(world.dir)).toEqual([]);
  });

  it('F130 takes over what an earlier start left in the other folder, because it had other rights', async () => {
    const [cache, data] = [join(world.dir, 'cache'), join(world.dir, 'elsewhere')];
    await chmodAll(join(cache, '.index'), 0o444);
    const moved = new SnapshotStore(join(data, 'index'), new SnapshotStore(join(cache, '.index')));
    const later = new OpenSnapshots(moved);
    await later.open();
    expect(later.find('alpha')?.directory.count).toBe(3);
    expect(await moved.findCurrent('alpha')).toEqual(await moved.elsewhere?.findCurrent('alpha'));
    expect(await moved.takeOver()).toEqual([]);
    await later.stop();
  });

  it('opens nothing once it is stopped', async () => {
    const late = snapshots.refresh('alpha');
    await snapshots.stop();
    await late;
    expect(await snapshots.refresh('alpha')).toBeNull();
    expect(snapshots.find('alpha')).toBeNull();
    if (process.platform === 'linux') expect(openRows(world.dir)).toEqual([]);
  });

  it('lets go of the directory of a snapshot that was replaced, while its file stays open for those who read it', async () => {
    await snapshots.open();
    const directories = await directoriesOf(5);
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(directories.filter((directory) => directory.deref() !== undefined)).toHaveLength(1);
    if (process.platform === 'linux') expect(openRows(world.dir)).toHaveLength(5);
  });

  /** Replaces the snapshot so often; the directories that were there. */
  async function directoriesOf(times: number): Promise<WeakRef<object>[]> {
    const directories: WeakRef<object>[] = [];
    for (let i = 1; i <= times; i++) {
      directories.push(new WeakRef(snapshots.find('alpha')!.directory));
      if (i < times) await snapshots.refresh('alpha', true);
    }
    return directories;
  }
});
