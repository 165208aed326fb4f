import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { JobsUnavailable, type JobView } from '../../src/jobs/job';
import type { JobRunner } from '../../src/jobs/job-runner';
import { timed, until } from '../harness/until';
import { TestWorkers } from './workers';

/** `LONG_TESTS=1`: with the times of the real thing. */
const IS_LONG = process.env.LONG_TESTS === '1';
const LEASE_MS = IS_LONG ? 10_000 : 1500;
const BLOCK_MS = IS_LONG ? 20_000 : 4000;
const PATIENCE_MS = IS_LONG ? 90_000 : 20_000;

/** The server that keeps a queue, in a test's hands. */
export interface QueueServer {
  readonly url: string;
  kill9(): Promise<void>;
  freeze(): void;
  thaw(): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** One side of the queue that is connected. */
export interface Submitter {
  jobs: JobRunner;
  stop(): Promise<void>;
}

export interface SharedQueue {
  /** A server with an empty queue. */
  start(): Promise<QueueServer>;
  /** Begins to reach the queue; does not wait. */
  open(url: string): Submitter;
}

/** What holds for every queue that processes share, whatever happens to them and to its server. */
export function describeSharedQueue({ start, open }: SharedQueue): void {
  let server: QueueServer;
  let submitter: Submitter;
  let jobs: JobRunner;
  let workers: TestWorkers;
  let batches = 0;

  beforeEach(async () => {
    server = await start();
    submitter = await connected();
    jobs = submitter.jobs;
    workers = new TestWorkers(server.url, LEASE_MS);
  });
  afterEach(async () => {
    await workers.stop();
    await submitter.stop();
    await server.stop();
    expect(workers.log).not.toMatch(/unhandled|uncaught/i);
  });

  async function connected(): Promise<Submitter> {
    const made = open(server.url);
    made.jobs.start();
    await until(() => made.jobs.status().connected, 10_000);
    return made;
  }

  async function submit(urls: string[]): Promise<string> {
    const id = `image-batch.star_wars.${++batches}`;
    await jobs.submit('image-batch', { universe: 'star_wars', urls }, { id });
    return id;
  }

  async function view(id: string): Promise<JobView<'image-batch'> | undefined> {
    return (await jobs.look('image-batch', [id])).get(id);
  }

  async function ended(id: string): Promise<JobView<'image-batch'> | undefined> {
    let last: JobView<'image-batch'> | undefined;
    await until(async () => {
      last = await view(id);
      return last?.state === 'completed' || last?.state === 'failed';
    }, PATIENCE_MS);
    return last;
  }

  it('F66 runs the job of a killed worker again, with effects once', async () => {
    const id = await submit(['a', 'b', 'die-once', 'c']);
    const killed = await workers.start();
    await once(killed, 'exit');
    expect(await view(id)).toMatchObject({ state: 'active' });
    await workers.start();
    expect(await ended(id)).toEqual({
      state: 'completed',
      result: { total: 4, downloaded: 2, cached: 2, failed: 0, failures: [] },
    });
    expect(workers.stored()).toEqual(['a', 'b', 'die-once', 'c']);
    expect(workers.begun().map((line) => line.split(' ')[1])).toEqual(['false', 'true']);
  }, 180_000);

  it('F66 gives the job of a blocked worker to another, and its late end changes nothing', async () => {
    const id = await submit(['a', `block-once:${BLOCK_MS}`, 'b']);
    const blocked = await workers.start();
    await until(() => workers.begun().length === 1, 5000);
    await workers.start();
    const result = await ended(id);
    expect(result).toMatchObject({ state: 'completed', result: { total: 3 } });
    // What the blocked one had stored before or while the other came is found, not fetched again.
    const { downloaded, cached } = (result as { result: { downloaded: number; cached: number } }).result;
    expect(downloaded + cached).toBe(3);
    // The blocked one wakes up, and finds that the job is not its own any more.
    await sleep(IS_LONG ? 20_000 : 3000);
    expect(await view(id)).toEqual(result);
    expect(workers.stored().sort()).toEqual(['a', 'b', `block-once:${BLOCK_MS}`]);
    expect(blocked.exitCode).toBeNull();
    // It still does its duty.
    expect(await ended(await submit(['later']))).toMatchObject({ state: 'completed' });
  }, 240_000);

  it('F66 fails a job that stalls twice, shows it, and does it when it is retried', async () => {
    const id = await submit(['a', 'die']);
    for (const attempt of [1, 2]) {
      await once(await workers.start(), 'exit');
      expect(workers.begun()).toHaveLength(attempt);
    }
    const third = await workers.start();
    expect(await ended(id)).toMatchObject({ state: 'failed', code: 'job_stalled' });
    expect(third.exitCode).toBeNull();
    expect(await jobs.listFailed()).toEqual([
      expect.objectContaining({ id, kind: 'image-batch', universe: 'star_wars', code: 'job_stalled' }),
    ]);
    expect(await jobs.retry(id)).toBe(true);
    await once(third, 'exit');
    expect(workers.begun()).toHaveLength(3);
    expect(await jobs.retry('image-batch.star_wars.unknown')).toBe(false);
    expect(await jobs.retry('nonsense')).toBe(false);
  }, 180_000);

  it('adopts a job of the same id, and does one that ended again', async () => {
    const order = { universe: 'star_wars', urls: ['slow:1000', 'a'] };
    const id = 'image-batch.star_wars.same';
    await jobs.submit('image-batch', order, { id });
    await workers.start();
    await until(() => workers.begun().length === 1, 5000);
    const restarted = await connected();
    await restarted.jobs.submit('image-batch', order, { id });
    expect((await restarted.jobs.look('image-batch', [id])).get(id)).toMatchObject({ state: 'active' });
    expect(await ended(id)).toMatchObject({ result: { downloaded: 2 } });
    expect(workers.begun()).toHaveLength(1);
    await restarted.jobs.submit('image-batch', order, { id });
    await until(() => workers.begun().length === 2, 5000);
    expect(await ended(id)).toMatchObject({ result: { downloaded: 0, cached: 2 } });
    await restarted.stop();
  });

  it('gives the job of a worker that is told to stop back at once', async () => {
    const id = await submit(['a', 'slow:60000', 'b']);
    const first = await workers.start();
    await until(() => workers.stored().length === 1, 5000);
    const { ms } = await timed(async () => {
      const gone = once(first, 'exit');
      first.kill('SIGTERM');
      expect((await gone)[0]).toBe(0);
    });
    expect(ms).toBeLessThan(10_000);
    expect(await view(id)).toMatchObject({ state: expect.stringMatching(/waiting|active/) });
    expect(await jobs.withdraw(id)).toBe(true);
    expect(await view(id)).toBeUndefined();
  });

  it('F67 workers live through the death of the server and take jobs again', async () => {
    await submit(['a', 'slow:1500', 'b']);
    const worker = await workers.start();
    await until(() => workers.begun().length === 1, 5000);
    await server.kill9();
    await sleep(2500);
    await server.restart();
    await until(() => jobs.status().connected, 10_000);
    expect(await ended(await submit(['c']))).toMatchObject({ state: 'completed' });
    expect(worker.exitCode).toBeNull();
    expect(workers.stored().sort()).toEqual(['a', 'b', 'c', 'slow:1500']);
  }, 60_000);

  it.each([
    ['killed', () => server.kill9()],
    ['frozen', async () => server.freeze()],
  ])('F67 fails fast where the server is %s', async (_how, harm) => {
    await harm();
    for (const call of [
      () => submit(['a']),
      () => jobs.look('image-batch', ['image-batch.x']),
      () => jobs.withdraw('image-batch.x'),
      () => jobs.listFailed(),
      () => jobs.retry('image-batch.x'),
    ]) {
      const { ms, error } = await timed<unknown>(call);
      expect([call.toString(), error]).toEqual([call.toString(), expect.any(JobsUnavailable)]);
      expect(ms).toBeLessThan(4000);
    }
    expect((await timed(() => jobs.workers('image-batch'))).ms).toBeLessThan(4000);
    server.thaw();
  });

  it('says that it is paused to everybody, also after a restart of the server', async () => {
    await jobs.setPaused(true);
    await server.kill9();
    await server.restart();
    const later = await connected();
    await until(() => later.jobs.isPaused(), 10_000);
    await later.jobs.setPaused(false);
    await later.stop();
    await until(async () => !(await jobs.isPaused().catch(() => true)), 10_000);
  }, 30_000);
}
