import { setTimeout as sleep } from 'node:timers/promises';
import { FaultCdn } from '../harness/fault-cdn';
import { TestObjectStore } from '../harness/object-store';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { png } from '../harness/sample-images';
import { seededRandom } from '../harness/seeded-random';
import { ServiceHome, TestService } from '../harness/service';
import { checkInvariants } from './invariants';
import { IS_LONG, limit, until } from './limits';
import { articlesOf, publishFiles, titleOf, UNIVERSE } from './world';

jest.setTimeout(300_000);

const WORLD = { base: 240, version: 1 };
const ALL = articlesOf(WORLD);
const IMAGE_WORKERS = 4;
const BATCHES_AT_ONCE = 2;

/** A client that asks one living instance after the other, and goes on to the next where one does not answer. */
class WanderingClient {
  requests = 0;
  readonly failed: string[] = [];
  private isStopped = false;
  private readonly loop: Promise<void>;

  constructor(private readonly instances: readonly TestService[]) {
    this.loop = this.wander();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.loop;
  }

  private async wander(): Promise<void> {
    for (let turn = 0; !this.isStopped; turn++) {
      await this.ask(turn);
      await sleep(10);
    }
  }

  private async ask(turn: number): Promise<void> {
    const path =
      turn % 2 === 0
        ? `/api/v1/wiki/canon/summary?universe=${UNIVERSE}`
        : `/api/v1/wiki/${UNIVERSE}/planets/${encodeURIComponent(titleOf((turn * 6) % WORLD.base))}`;
    const living = this.instances.filter((one) => !one.exit);
    this.requests++;
    let why = 'nobody lives';
    for (let i = 0; i < living.length; i++) {
      const one = living[(turn + i) % living.length]!;
      try {
        const { status, body } = await one.get(path);
        if (status !== 200) this.failed.push(`${path}: ${status} ${body.slice(0, 200)}`);
        return;
      } catch (error) {
        why = `${String(error)} ${String((error as Error).cause ?? '')}`;
      }
    }
    this.failed.push(`${path}: ${why}`);
  }
}

describe('F132 three instances and two workers over one Postgres and one object store, without a shared disk', () => {
  let postgres: TestPostgres;
  let store: TestObjectStore;
  let cdn: FaultCdn;
  let url: string;
  let prefix = '';
  let rounds = 0;
  const random = seededRandom();
  const homes: ServiceHome[] = [];
  const clients: WanderingClient[] = [];
  const processes: TestService[] = [];

  beforeAll(async () => {
    [postgres, store] = await Promise.all([startTestPostgres(), TestObjectStore.start()]);
  });
  afterAll(async () => {
    await postgres.stop();
    // What killed processes asked for last is still being written.
    await sleep(1000);
    await store.stop();
  });
  beforeEach(async () => {
    url = await postgres.createDatabase();
    prefix = `round-${++rounds}`;
    cdn = await FaultCdn.start();
    const picture = await png('world');
    for (let number = 0; number < ALL; number++) {
      cdn.on(`/image-${number}.png`, async (_request, response) => {
        await sleep(60);
        response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      });
    }
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.stop()));
    for (const one of processes.splice(0)) await one.kill9();
    for (const home of homes.splice(0)) home.remove();
    await cdn.close();
  });

  const env = (): Record<string, string> => ({
    ...store.env(prefix),
    DATABASE_URL: url,
    JOBS: 'postgres',
    PREFETCH_IMAGES: 'true',
    IMAGE_CATEGORIES: 'all',
    IMAGE_ALLOWED_HOSTS: cdn.host,
    IMAGE_WORKERS: String(IMAGE_WORKERS),
    // The SDK of S3 warns of the end of Node 20, which is no error of ours.
    NODE_NO_WARNINGS: '1',
  });

  function wander(instances: readonly TestService[]): WanderingClient {
    const client = new WanderingClient(instances);
    clients.push(client);
    return client;
  }

  /** A machine of its own. */
  function machine(): ServiceHome {
    const home = new ServiceHome();
    homes.push(home);
    return home;
  }

  async function instance(): Promise<TestService> {
    const home = machine();
    publishFiles(home.cacheDir, { ...WORLD, imageOrigin: cdn.url('') });
    const started = await TestService.start(home, { env: env() });
    processes.push(started);
    return started;
  }

  async function worker(): Promise<TestService> {
    const started = await TestService.command(machine(), ['worker'], env());
    processes.push(started);
    await started.logged(/The worker takes jobs/, limit(20_000));
    return started;
  }

  async function start(): Promise<{ instances: TestService[]; workers: TestService[] }> {
    const [first, second, ...instances] = await Promise.all([worker(), worker(), instance(), instance(), instance()]);
    return { instances, workers: [first, second] };
  }

  const fetched = (count: number) =>
    until(`${count} pictures are asked for`, () => cdn.hits.length >= count, limit(60_000));

  async function holds(instances: readonly TestService[]): Promise<void> {
    const living = instances.filter((one) => !one.exit);
    for (const one of living) {
      const { universes } = await one.completed(limit(90_000));
      const { images_total, images_downloaded, images_cached, images_failed } = universes[UNIVERSE]!;
      expect([images_total, images_downloaded + images_cached, images_failed]).toEqual([ALL, ALL, 0]);
    }
    expect(await postgres.query('SELECT articles FROM lorekeeper_datasets', [], url)).toEqual([{ articles: ALL }]);
    await checkInvariants({ services: living, counts: [ALL], postgres: { server: postgres, url } });
    for (const [turn, one] of living.entries()) {
      const picture = encodeURIComponent(cdn.url(`/image-${(turn * 7) % ALL}.png`));
      const answer = await one.get(`/api/v1/wiki/image-proxy?url=${picture}`);
      expect([answer.status, answer.headers.get('x-cache')]).toEqual([200, 'HIT']);
    }
  }

  const loads = () =>
    postgres.query('SELECT count(*)::int AS loads FROM scraping_logs WHERE articles_created > 0', [], url);
  const askedMoreThanOnce = () =>
    [...new Set(cdn.hits.map(({ path }) => path))].filter((path) => cdn.hitsOf(path).length > 1);

  it('one load, and each picture downloaded once', async () => {
    const { instances, workers } = await start();
    const client = wander(instances);
    await holds(instances);
    await client.stop();
    expect([client.failed, client.requests > 10]).toEqual([[], true]);
    expect(await loads()).toEqual([{ loads: 1 }]);
    expect([cdn.hits.length, askedMoreThanOnce()]).toEqual([ALL, []]);
    expect(workers.flatMap((one) => one.errors())).toEqual([]);
  });

  it('any instance killed at any moment: nobody notices, and no picture is downloaded twice', async () => {
    const times = IS_LONG ? 12 : 1;
    for (let round = 0; round < times; round++) {
      if (round > 0) {
        url = await postgres.createDatabase();
        prefix = `round-${++rounds}`;
        cdn.hits.length = 0;
      }
      const { instances } = await start();
      const client = wander(instances);
      // First one at a moment of the load or soon after it, then another one somewhere among the pictures.
      for (const hits of [Math.floor(random() * 20), 20 + Math.floor(random() * (ALL - 40))]) {
        await fetched(hits);
        await sleep(random() * 200);
        const living = instances.filter((one) => !one.exit);
        await living[Math.floor(random() * living.length)]!.kill9();
      }
      await holds(instances);
      await client.stop();
      expect([client.failed, client.requests > 10]).toEqual([[], true]);
      expect([cdn.hits.length, askedMoreThanOnce()]).toEqual([ALL, []]);
      for (const one of processes.splice(0)) await one.kill9();
    }
  });

  it('a worker killed in the middle: the other takes its batches over, and asks again only for what was under way', async () => {
    const { instances, workers } = await start();
    const client = wander(instances);
    await fetched(10 + Math.floor(random() * (ALL / 2)));
    await workers[Math.floor(random() * 2)]!.kill9();
    await holds(instances);
    await client.stop();
    expect(client.failed).toEqual([]);
    expect(cdn.hits.length).toBeLessThanOrEqual(ALL + IMAGE_WORKERS * BATCHES_AT_ONCE);
  });
});
