import { Directory } from '../dataset/directory';
import type { OpenSnapshots } from '../dataset/open-snapshots';
import type { PublishedRows } from './postgres-rows';
import { PostgresViews } from './postgres-views';
import type { PublishedPassages } from './published-passages';

/** A directory whose passages know how many read them; whoever opened it is the first. */
function directoryOf(key: string) {
  const readers = { count: 1 };
  const passages = { retain: () => readers.count++, release: async () => void readers.count-- };
  return { directory: { info: { key }, passages } as unknown as Directory, readers };
}

it('holds the passages of the dataset that is published as long as it is, also where its files are opened anew', async () => {
  jest.useFakeTimers();
  const built = directoryOf('a');
  const again = directoryOf('a');
  const next = directoryOf('b');
  let key = 'a';
  let files = built;
  const rows = { published: () => new Map([['moor', key]]) } as unknown as PublishedRows;
  const open = { find: () => ({ directory: files.directory }) } as unknown as OpenSnapshots;
  const views = new PostgresViews(rows, open);
  const count = () => {
    jest.runAllTimers();
    return [built, again, next].map(({ readers }) => readers.count);
  };

  await views.refresh();
  expect(count()).toEqual([2, 1, 1]);
  // A forced build: the same key, other files.
  files = again;
  expect(views.find('moor')).toBe(again.directory);
  expect(views.find('moor')).toBe(again.directory);
  expect(count()).toEqual([1, 2, 1]);
  key = 'b';
  files = next;
  await views.refresh();
  expect(count()).toEqual([1, 1, 2]);
});

it('gives up the index of a directory from Postgres as soon as the files hold the same dataset', async () => {
  const built = directoryOf('a');
  let isBuilt = false;
  const rows = {
    published: () => new Map([['moor', 'a']]),
    readDirectory: () => Promise.resolve(Buffer.alloc(8)),
  } as unknown as PublishedRows;
  jest.spyOn(Directory, 'open').mockResolvedValue({ info: { key: 'a' } } as unknown as Directory);
  const open = {
    find: () => (isBuilt ? { directory: built.directory } : null),
    refresh: () => Promise.resolve(null),
  } as unknown as OpenSnapshots;
  const told: string[] = [];
  const passages = {
    provide: ({ info }: Directory) => told.push(`provide ${info.key}`),
    giveUp: (universe: string) => told.push(`give up ${universe}`),
  } as unknown as PublishedPassages;
  const views = new PostgresViews(rows, open, passages);

  await views.refresh();
  expect(told.splice(0)).toEqual(['give up moor', 'provide a']);
  isBuilt = true;
  expect(views.find('moor')).toBe(built.directory);
  expect(views.find('moor')).toBe(built.directory);
  expect(told).toEqual(['give up moor']);
});
