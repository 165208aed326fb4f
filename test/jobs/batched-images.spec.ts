import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { BatchedImages } from '../../src/jobs/images/batched-images';
import { cutIntoBatches, imageBatchHandler } from '../../src/jobs/images/image-batch';
import type { ImageCounts, ImageEvents, ImageSource } from '../../src/jobs/images/image-source';
import { RedisJobs } from '../../src/jobs/redis/redis-jobs';
import { RedisWorker } from '../../src/jobs/redis/redis-worker';
import { freePort } from '../harness/postgres';
import { describeWithRedis, startTestRedis, type TestRedis } from '../harness/redis';
import { until } from '../harness/until';

Logger.overrideLogger(false);

/** A folder that several processes share. */
class Folder {
  readonly files = new Map<string, number>();
  readonly failed = new Set<string>();
}

/** Stores images in a Folder; `gone…` URLs cannot be had. */
class FolderImages implements ImageSource {
  calls = 0;
  downloads = 0;

  constructor(
    readonly folder: Folder,
    private readonly delayMs = 2,
  ) {}

  async missing(urls: Iterable<string>): Promise<number> {
    return [...urls].filter((url) => !this.folder.files.has(url) && !this.folder.failed.has(url)).length;
  }

  async downloadAll(_universe: string, urls: Iterable<string>, events: ImageEvents): Promise<ImageCounts> {
    this.calls++;
    const counts: ImageCounts = { total: 0, downloaded: 0, cached: 0, failed: 0 };
    for (const url of urls) {
      counts.total++;
      if (this.folder.files.has(url)) counts.cached++;
      else {
        await sleep(this.delayMs, undefined, { signal: events.signal });
        if (url.startsWith('gone')) {
          this.folder.failed.add(url);
          counts.failed++;
          events.onFailure('not_found', 'There is no such image.', 1);
        } else {
          this.downloads++;
          this.folder.files.set(url, (this.folder.files.get(url) ?? 0) + 1);
          counts.downloaded++;
        }
      }
      events.onProgress({ ...counts });
    }
    return counts;
  }

  async deleteAll(): Promise<number> {
    return 0;
  }

  async forgetFailures(): Promise<void> {
    this.folder.failed.clear();
  }
}

class Follower implements ImageEvents {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  readonly seen: ImageCounts[] = [];
  readonly pauses: (string | null)[] = [];
  readonly failures: Record<string, number> = {};

  onProgress(counts: ImageCounts): void {
    this.seen.push(counts);
  }
  onPaused(reason: string | null): void {
    this.pauses.push(reason);
  }
  onFailure(code: string, _message: string, count: number): void {
    this.failures[code] = (this.failures[code] ?? 0) + count;
  }
  abort(): void {
    this.controller.abort(new Error('cancelled'));
  }
  get done(): number {
    const { downloaded = 0, cached = 0, failed = 0 } = this.seen.at(-1) ?? {};
    return downloaded + cached + failed;
  }
  isMonotonic(): boolean {
    return this.seen.every((now, i) => i === 0 || now.downloaded >= this.seen[i - 1]!.downloaded);
  }
}

const URLS = Array.from({ length: 1000 }, (_, i) => (i % 100 === 7 ? `gone-${i}` : `image-${i}`));
const ALL = { total: 1000, downloaded: 990, cached: 0, failed: 10 };
const TIMES = { pollMs: 50, graceMs: 600, workerlessMs: 500, syncMs: 500 };

describeWithRedis('images as jobs', () => {
  let redis: TestRedis;
  let folder: Folder;
  let remote: FolderImages;
  let local: FolderImages;
  const open: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    redis = await startTestRedis({ persistent: false });
    folder = new Folder();
    remote = new FolderImages(folder);
    local = new FolderImages(folder);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()));
    await redis.stop();
  });

  async function batched(url = redis.url): Promise<BatchedImages> {
    const jobs = new RedisJobs(url);
    open.push(jobs);
    jobs.start();
    if (url === redis.url) await until(() => jobs.status().connected, 5000);
    return new BatchedImages({ jobs, local, times: TIMES });
  }

  async function work(images: ImageSource = remote): Promise<RedisWorker> {
    const handlers = { 'image-batch': imageBatchHandler(images) };
    const worker = new RedisWorker({ redisUrl: redis.url, handlers, leaseMs: 1000, concurrency: { 'image-batch': 2 } });
    open.push(worker);
    await worker.start();
    return worker;
  }

  it('cuts the same images into the same batches', () => {
    const batches = cutIntoBatches('star_wars', URLS);
    expect(batches).toHaveLength(10);
    expect(batches).toEqual(cutIntoBatches('star_wars', URLS));
    expect(batches.flatMap(({ urls }) => urls)).toEqual(URLS);
    expect(cutIntoBatches('lotr', URLS)[0]?.id).not.toBe(batches[0]?.id);
  });

  it('has workers download everything, and counts it', async () => {
    await work();
    const follower = new Follower();
    expect(await (await batched()).downloadAll('star_wars', URLS, follower)).toEqual(ALL);
    expect(local.calls).toBe(0);
    expect(follower.failures).toEqual({ not_found: 10 });
    expect(follower.isMonotonic()).toBe(true);
    expect([...folder.files.values()].every((times) => times === 1)).toBe(true);
  });

  it('leaves what is there already to no worker', async () => {
    for (const url of URLS) {
      if (url.startsWith('gone')) folder.failed.add(url);
      else folder.files.set(url, 1);
    }
    const counts = await (await batched()).downloadAll('star_wars', URLS, new Follower());
    expect(counts).toEqual({ total: 1000, downloaded: 0, cached: 990, failed: 10 });
    expect(remote.calls).toBe(0);
  });

  it('goes on while the submitter is gone, and is adopted by the next one', async () => {
    await work();
    const first = await batched();
    const follower = new Follower();
    const gone = first.downloadAll('star_wars', URLS, follower).catch((error: Error) => error.message);
    await until(() => follower.done > 100, 5000);
    first.leave();
    follower.abort();
    expect(await gone).toBe('cancelled');
    const before = folder.files.size;
    await until(() => folder.files.size > before + 100, 5000);
    const second = new Follower();
    const counts = await (await batched()).downloadAll('star_wars', URLS, second);
    expect(counts.total).toBe(counts.downloaded + counts.cached + counts.failed);
    expect(folder.files.size).toBe(990);
    expect(remote.downloads + local.downloads).toBe(990);
  });

  it('takes its jobs back when the run is cancelled', async () => {
    await work();
    const follower = new Follower();
    const run = (await batched()).downloadAll('star_wars', URLS, follower).catch((error: Error) => error.message);
    await until(() => follower.done > 100, 5000);
    follower.abort();
    expect(await run).toBe('cancelled');
    await sleep(600);
    const size = folder.files.size;
    await sleep(600);
    expect(folder.files.size).toBe(size);
    expect(size).toBeLessThan(900);
  });

  it.each([
    ['killed', () => redis.kill9(), () => redis.restart()],
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
  ])('F67 downloads what is left in process where Redis is %s in the middle', async (_how, harm, mend) => {
    await work();
    const follower = new Follower();
    const run = (await batched()).downloadAll('star_wars', URLS, follower);
    await until(() => follower.done > 100, 5000);
    await harm();
    const counts = await run;
    expect(counts.total).toBe(1000);
    expect(counts.downloaded + counts.cached + counts.failed).toBe(1000);
    expect(counts.failed).toBe(10);
    expect(folder.files.size).toBe(990);
    expect(local.downloads).toBeGreaterThan(0);
    expect(follower.isMonotonic()).toBe(true);
    await mend();
  });

  it('F67 a worker that stops while Redis is away leaves nothing that runs on', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await work();
    await (await batched()).downloadAll('star_wars', URLS.slice(0, 100), new Follower());
    await redis.kill9();
    await Promise.all(open.splice(0).map((one) => one.stop()));
    await until(() => timers() <= before, 10_000);
  });

  it('F67 submits anew what a Redis without memory has lost', async () => {
    await work();
    const follower = new Follower();
    const run = (await batched()).downloadAll('star_wars', URLS, follower);
    await until(() => follower.done > 100, 5000);
    await redis.command('FLUSHALL');
    const counts = await run;
    expect(counts.downloaded + counts.cached + counts.failed).toBe(1000);
    expect(folder.files.size).toBe(990);
  });

  it('F67 downloads in process where Redis was never there', async () => {
    const images = await batched(`redis://127.0.0.1:${await freePort()}`);
    expect(await images.downloadAll('star_wars', URLS.slice(0, 100), new Follower())).toEqual({
      total: 100,
      downloaded: 99,
      cached: 0,
      failed: 1,
    });
    expect(local.downloads).toBe(99);
  });

  it('says that no worker takes the jobs, and then does them itself', async () => {
    const follower = new Follower();
    expect(await (await batched()).downloadAll('star_wars', URLS, follower)).toEqual(ALL);
    expect(follower.pauses[0]).toMatch(/No worker process/);
    expect(follower.pauses.at(-1)).toBeNull();
    expect(local.downloads).toBe(990);
    await work();
    await sleep(300);
    expect(remote.calls).toBe(0);
  });

  it('says that the queue is paused, and goes on when it is not', async () => {
    await work();
    const jobs = new RedisJobs(redis.url);
    open.push(jobs);
    jobs.start();
    await until(() => jobs.status().connected, 5000);
    await jobs.setPaused(true);
    const follower = new Follower();
    const run = (await batched()).downloadAll('star_wars', URLS, follower);
    await until(() => follower.pauses.at(-1) === 'The job queue is paused', 5000);
    await sleep(1000);
    expect(remote.calls + local.calls).toBe(0);
    await jobs.setPaused(false);
    expect(await run).toEqual(ALL);
    expect(follower.pauses.at(-1)).toBeNull();
  });

  it('F66 fails the images of a batch that is given up, and shows why', async () => {
    const broken: ImageSource = {
      missing: (urls) => remote.missing(urls),
      deleteAll: () => remote.deleteAll(),
      forgetFailures: () => remote.forgetFailures(),
      downloadAll: async () => Promise.reject(new Error('a bug at /secret')),
    };
    await work(broken);
    const follower = new Follower();
    const counts = await (await batched()).downloadAll('star_wars', URLS.slice(0, 100), follower);
    expect(counts).toEqual({ total: 100, downloaded: 0, cached: 0, failed: 100 });
    expect(follower.failures).toEqual({ job_failed: 100 });
  }, 30_000);
});
