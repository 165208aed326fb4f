import type { Database } from '../database/database';
import type { OpenSnapshots } from '../dataset/open-snapshots';
import { hashOf, type ImageChange } from '../images/index/image-record';
import type { ImageStore } from '../images/store/image-store';
import { ImageMirror } from './image-mirror';

const URLS = [null, 'https://images.example/a.png', 'https://images.example/b.png'];

/** A mirror over a universe of three articles, and what it asks Postgres to write. */
function mirrorWith({ onDisk, listed }: { onDisk: string[]; listed: string[] }) {
  const written: string[] = [];
  const directory = { count: URLS.length, imageUrl: (ordinal: number) => URLS[ordinal] ?? null };
  const parts = [listed.map((url) => ({ url, isValid: true, urlHash: hashOf(url) })), []];
  const database = {
    writable: true,
    datasets: () => new Map([['demo', {}]]),
    read: () => Promise.resolve(parts.shift() ?? []),
    write: ({ text, values }: { text: string; values: unknown[] }) => {
      if (text.includes('INSERT INTO public.image_cache')) written.push(`lists ${String(values[1])}`);
      else if (text.includes('DELETE FROM public.image_cache')) written.push(`removes ${String(values[0])}`);
      else written.push('compares rows');
      return Promise.resolve({ rowCount: 0 });
    },
  };
  const images = {
    stats: () => ({ files: onDisk.length }),
    compare: () => Promise.resolve(),
    meta: (url: string) => (onDisk.includes(url) ? { hash: 'x', bytes: 1 } : null),
    findByHash: (hash: string) => onDisk.some((url) => hashOf(url) === hash),
  };
  const snapshots = { ids: () => ['demo'], find: () => ({ directory }) };
  const mirror = new ImageMirror(
    images as unknown as ImageStore,
    database as unknown as Database,
    snapshots as unknown as OpenSnapshots,
  );
  return { mirror, written };
}

test.each([
  ['no image anywhere: nothing', { onDisk: [], listed: [] }, []],
  ['an image that is not listed', { onDisk: [URLS[1]!], listed: [] }, [`lists ${URLS[1]}`, 'compares rows']],
  ['images that are listed', { onDisk: [URLS[1]!], listed: [URLS[1]!] }, ['compares rows']],
  ['a list of what is gone', { onDisk: [], listed: [URLS[2]!] }, [`removes ${hashOf(URLS[2]!)}`, 'compares rows']],
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

describe('while images are downloaded', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** A mirror whose server takes so long for the marks, and what it is asked to write. */
  function mirrorOf(markMs: number) {
    const written: { marks: number; atMs: number }[] = [];
    let listed = 0;
    let removed = 0;
    let publish: (change: ImageChange) => void = () => undefined;
    const images = {
      onChange: (listener: typeof publish) => ((publish = listener), () => undefined),
      meta: () => ({ hash: 'x', bytes: 1, format: 'png', width: 1, height: 1 }),
    };
    const database = {
      writable: true,
      on: () => undefined,
      datasets: () => new Map([['demo', {}]]),
      write: async ({ text, values }: { text: string; values: unknown[][] }) => {
        if (text.includes('INSERT INTO public.image_cache')) listed += values[0]?.length ?? 0;
        else if (text.includes('DELETE FROM public.image_cache')) removed += values[0]?.length ?? 0;
        else {
          written.push({ marks: values[1]?.length ?? 0, atMs: performance.now() });
          await new Promise((resolve) => setTimeout(resolve, markMs));
        }
        return { rowCount: 0 };
      },
    };
    const mirror = new ImageMirror(
      images as unknown as ImageStore,
      database as unknown as Database,
      { ids: () => [] } as unknown as OpenSnapshots,
    );
    mirror.start();
    const begunMs = performance.now();
    return {
      downloaded: (from: number, to: number) => {
        for (let i = from; i < to; i++) publish(stored(i));
      },
      written: () => written.map(({ marks, atMs }) => ({ marks, atMs: Math.round(atMs - begunMs) })),
      change: (change: ImageChange) => publish(change),
      listed: () => listed,
      removed: () => removed,
    };
  }

  const stored = (number: number) =>
    ({
      record: { state: 'valid', hash: `hash ${number}`, bytes: 1, format: 'png', width: 1, height: 1 },
      url: `https://images.example/${number}.png`,
    }) as unknown as ImageChange;

  it('marks many rows by one scan of the table', async () => {
    const mirror = mirrorOf(0);
    mirror.downloaded(0, 12_000);
    await jest.advanceTimersByTimeAsync(1500);
    expect(mirror.listed()).toBe(12_000);
    expect(mirror.written().map(({ marks }) => marks)).toEqual([10_000, 2000]);
  });

  it.each([
    ['removed and stored again', ['removed', 'valid'], 1],
    ['stored and removed again', ['valid', 'removed'], 0],
    ['removed, stored and removed', ['removed', 'valid', 'removed'], 0],
  ] as const)('lists the last state of an image that is %s', async (_, states, listed) => {
    const mirror = mirrorOf(0);
    for (const state of states) {
      const { record, url } = stored(1);
      mirror.change({ record: { ...record, state }, url: state === 'removed' ? null : url } as ImageChange);
    }
    await jest.advanceTimersByTimeAsync(1500);
    expect([mirror.listed(), mirror.removed()]).toEqual([listed, 1 - listed]);
  });

  it('leaves the server in peace for ten times as long as it took', async () => {
    const mirror = mirrorOf(2000);
    mirror.downloaded(0, 1);
    await jest.advanceTimersByTimeAsync(4000);
    mirror.downloaded(1, 3);
    await jest.advanceTimersByTimeAsync(10_000);
    mirror.downloaded(3, 6);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(mirror.written()).toEqual([
      { marks: 1, atMs: 1000 },
      { marks: 5, atMs: 24_000 },
    ]);
  });
});
