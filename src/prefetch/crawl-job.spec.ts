import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HopelessJob } from '../jobs/job';
import { crawlHandler } from './crawl-job';
import { cacheIdentity } from './fill/cache-identity';

const CONTEXT = { id: 'crawl.x', signal: new AbortController().signal, isRepeated: false, before: null };

describe('a crawl as a job', () => {
  const folders: string[] = [];
  const folder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'lk-crawl-'))) - 1]!;
  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true });
  });

  const crawl = (cacheDir: string, cache: string | null) =>
    crawlHandler(
      () => Promise.resolve({ articles: 7 } as never),
      () => ({}) as never,
      () => cacheIdentity(cacheDir),
    )({ universe: 'x', resume: false, cache }, { ...CONTEXT, report: () => undefined });

  it('is done where the file cache of the order is, and by whoever shares it', async () => {
    const shared = folder();
    const names = await Promise.all(Array.from({ length: 5 }, () => cacheIdentity(shared)));
    expect(new Set(names).size).toBe(1);
    expect(await crawl(shared, names[0]!)).toEqual({ articles: 7 });
  });

  it('is refused in words by a worker with another file cache', async () => {
    const refused = crawl(folder(), await cacheIdentity(folder()));
    await expect(refused).rejects.toThrow(HopelessJob);
    await expect(refused).rejects.toThrow(/does not share CACHE_DIR/);
  });

  it('is done where nobody knows whose file cache is meant', async () => {
    expect(await crawl(folder(), null)).toEqual({ articles: 7 });
  });
});
