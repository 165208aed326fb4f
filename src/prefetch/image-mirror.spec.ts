import type { Database } from '../database/database';
import type { SnapshotShelf } from '../dataset/snapshot-shelf';
import type { ImageStore } from '../images/store/image-store';
import { ImageMirror } from './image-mirror';

const URLS = [null, 'https://images.example/a.png', 'https://images.example/b.png'];

/** A mirror over a universe of three articles, and what it asks Postgres to write. */
function mirrorWith({ onDisk, listed }: { onDisk: string[]; listed: string[] }) {
  const written: string[] = [];
  const directory = { count: URLS.length, imageUrl: (ordinal: number) => URLS[ordinal] ?? null };
  const parts = [listed.map((url, i) => ({ url, isValid: true, urlHash: String(i) })), []];
  const database = {
    writable: true,
    datasets: () => new Map([['demo', {}]]),
    read: () => Promise.resolve(parts.shift() ?? []),
    write: ({ text, values }: { text: string; values: unknown[] }) => {
      written.push(text.includes('INSERT INTO public.image_cache') ? `lists ${String(values[1])}` : 'compares rows');
      return Promise.resolve({ rowCount: 0 });
    },
  };
  const images = {
    stats: () => ({ files: onDisk.length }),
    has: (url: string) => onDisk.includes(url),
    meta: () => ({ hash: 'x', bytes: 1, format: 'png', width: 1, height: 1 }),
  };
  const shelf = { ids: () => ['demo'], find: () => ({ directory }) };
  const mirror = new ImageMirror(
    images as unknown as ImageStore,
    database as unknown as Database,
    shelf as unknown as SnapshotShelf,
  );
  return { mirror, written };
}

test.each([
  ['no image anywhere: nothing', { onDisk: [], listed: [] }, []],
  ['an image that is not listed', { onDisk: [URLS[1]!], listed: [] }, [`lists ${URLS[1]}`, 'compares rows']],
  ['images that are listed', { onDisk: [URLS[1]!], listed: [URLS[1]!] }, ['compares rows']],
  ['a list of what is gone', { onDisk: [], listed: [URLS[2]!] }, ['compares rows']],
])('after a run, %s', async (_, images, expected) => {
  const { mirror, written } = mirrorWith(images);
  await mirror.compareAfterRun('demo');
  expect(written).toEqual(expected);
});

test('when Postgres comes, rows are compared also without any image', async () => {
  const { mirror, written } = mirrorWith({ onDisk: [], listed: [] });
  await mirror.compareAll();
  expect(written).toEqual(['compares rows']);
});
