import { setTimeout as sleep } from 'node:timers/promises';
import {
  HopelessJob,
  type ImageBatchResult,
  type JobHandler,
  type JobHandlers,
  type JobView,
} from '../../src/jobs/job';
import type { JobRunner } from '../../src/jobs/job-runner';
import { until } from '../harness/until';

/** A queue with somebody who does its jobs, both new and empty. */
export interface OpenQueue {
  jobs: JobRunner;
  close(): Promise<void>;
}

const RESULT: ImageBatchResult = { total: 1, downloaded: 1, cached: 0, failed: 0, failures: [] };

/** What holds for every JobRunner, wherever its jobs are done. */
export function describeJobRunner(open: (handlers: JobHandlers) => Promise<OpenQueue>): void {
  let queue: OpenQueue;
  let jobs: JobRunner;
  let batches = 0;
  /** URLs in the order in which their jobs were begun. */
  const begun: string[] = [];
  let letGo: () => void;
  let held: Promise<void>;

  /** Does what the first URL says. */
  const handler: JobHandler<'image-batch'> = async ({ urls: [url = ''] }, { signal, report, isRepeated }) => {
    begun.push(`${url}${isRepeated ? ' again' : ''}`);
    if (url === 'fail') throw new Error('at /secret/path of host db.internal');
    if (url === 'hopeless') throw new HopelessJob('The wiki does not want us');
    if (url === 'hold') {
      report({ downloaded: 3, pausedReason: null });
      await Promise.race([held, sleep(30_000, undefined, { signal })]);
    }
    return RESULT;
  };

  beforeEach(async () => {
    begun.length = 0;
    held = new Promise<void>((resolve) => (letGo = resolve));
    queue = await open({ 'image-batch': handler });
    jobs = queue.jobs;
  });
  afterEach(async () => {
    letGo();
    await queue.close();
  });

  async function submit(...urls: string[]): Promise<string> {
    const id = `image-batch.star_wars.${++batches}`;
    await jobs.submit('image-batch', { universe: 'star_wars', urls }, { id });
    return id;
  }

  async function view(id: string): Promise<JobView<'image-batch'> | undefined> {
    return (await jobs.look('image-batch', [id])).get(id);
  }

  const reaches = (id: string, state: string) => until(async () => (await view(id))?.state === state, 15_000);

  it('does jobs in the order of their submission and gives what came of them', async () => {
    const ids = await Promise.all([submit('hold')]);
    await reaches(ids[0]!, 'active');
    const orders = ['c', 'a', 'b'].map((url) => ({
      id: `image-batch.star_wars.order-${url}`,
      payload: { universe: 'star_wars', urls: [url] },
    }));
    await jobs.submitAll('image-batch', orders);
    expect(await view('image-batch.star_wars.order-a')).toEqual({ state: 'waiting' });
    letGo();
    await reaches('image-batch.star_wars.order-b', 'completed');
    expect(begun).toEqual(['hold', 'c', 'a', 'b']);
    expect(await view(ids[0]!)).toEqual({ state: 'completed', result: RESULT });
  });

  it('tells how far a job is', async () => {
    const id = await submit('hold');
    await until(async () => {
      const seen = await view(id);
      return seen?.state === 'active' && seen.progress?.downloaded === 3;
    }, 5000);
  });

  it('leaves out what it does not know', async () => {
    const id = await submit('a');
    expect([...(await jobs.look('image-batch', [id, 'image-batch.star_wars.unknown'])).keys()]).toEqual([id]);
    expect((await jobs.look('crawl', ['crawl.star_wars'])).size).toBe(0);
  });

  it('adopts a job of the same id, and does one that ended again', async () => {
    const id = await submit('hold');
    const order = { universe: 'star_wars', urls: ['hold'] };
    await reaches(id, 'active');
    await jobs.submit('image-batch', order, { id });
    expect(await view(id)).toMatchObject({ state: 'active' });
    letGo();
    await reaches(id, 'completed');
    expect(begun).toHaveLength(1);
    await jobs.submit('image-batch', order, { id });
    await until(() => begun.length === 2, 5000);
    await reaches(id, 'completed');
  });

  it('withdraws what waits and what it does not know, and nothing that is at work or has ended', async () => {
    const busy = await submit('hold');
    await reaches(busy, 'active');
    const waiting = await submit('b');
    expect(await jobs.withdraw(busy)).toBe(false);
    expect(await jobs.withdraw(waiting)).toBe(true);
    expect(await jobs.withdraw(waiting)).toBe(true);
    expect(await jobs.withdraw('image-batch.star_wars.unknown')).toBe(true);
    expect(await jobs.withdraw('nonsense')).toBe(true);
    expect(await view(waiting)).toBeUndefined();
    letGo();
    await reaches(busy, 'completed');
    expect(await jobs.withdraw(busy)).toBe(false);
    expect(begun).toEqual(['hold']);
  });

  it('counts who takes which jobs', async () => {
    await until(async () => (await jobs.workers('image-batch')) === 1, 5000);
    expect(await jobs.workers('crawl')).toBe(0);
  });

  it('gives a job up after three attempts, hides the words of foreign errors, and does it when it is retried', async () => {
    const id = await submit('fail');
    await reaches(id, 'failed');
    expect(begun).toEqual(['fail', 'fail again', 'fail again']);
    const [failed] = await jobs.listFailed();
    expect(failed).toMatchObject({ id, kind: 'image-batch', universe: 'star_wars', code: 'job_failed', attempts: 3 });
    expect(JSON.stringify(failed)).not.toMatch(/secret|internal/);
    expect(await jobs.retry(id)).toBe(true);
    await until(() => begun.length > 3, 5000);
    expect(await jobs.listFailed()).toEqual([]);
  }, 30_000);

  it('gives a hopeless job up at once, in its own words, and lists the latest first', async () => {
    const first = await submit('hopeless');
    await reaches(first, 'failed');
    await sleep(20);
    const second = await submit('hopeless');
    await reaches(second, 'failed');
    expect(begun).toEqual(['hopeless', 'hopeless']);
    const failed = await jobs.listFailed();
    expect(failed.map(({ id, reason }) => [id, reason])).toEqual([
      [second, 'The wiki does not want us'],
      [first, 'The wiki does not want us'],
    ]);
    expect(Date.now() - Date.parse(failed[0]!.failedAt)).toBeLessThan(60_000);
  });

  it('retries nothing that did not fail', async () => {
    const id = await submit('a');
    await reaches(id, 'completed');
    for (const other of [id, 'image-batch.star_wars.unknown', 'nonsense']) expect(await jobs.retry(other)).toBe(false);
  });

  it('begins nothing while it is paused, ends what is at work, and goes on where it stood', async () => {
    expect(await jobs.isPaused()).toBe(false);
    const busy = await submit('hold');
    await reaches(busy, 'active');
    await jobs.setPaused(true);
    await jobs.setPaused(true);
    expect(await jobs.isPaused()).toBe(true);
    const waiting = [await submit('b'), await submit('c')];
    letGo();
    await reaches(busy, 'completed');
    await sleep(1200);
    expect([begun, await view(waiting[0]!)]).toEqual([['hold'], { state: 'waiting' }]);
    expect(await jobs.withdraw(waiting[1]!)).toBe(true);
    await jobs.setPaused(false);
    expect(await jobs.isPaused()).toBe(false);
    await reaches(waiting[0]!, 'completed');
    expect(begun).toEqual(['hold', 'b']);
  });
}
