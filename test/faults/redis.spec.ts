import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeWiki } from '../harness/fake-wiki';
import { FaultCdn } from '../harness/fault-cdn';
import { ModelWiki } from '../harness/model-wiki';
import { freePort } from '../harness/postgres';
import { describeWithRedis, startTestRedis, type TestRedis } from '../harness/redis';
import { png } from '../harness/sample-images';
import { SERVICE_KEY, ServiceHome, TestService } from '../harness/service';
import { checkInvariants } from './invariants';
import { limit, until } from './limits';
import { articlesOf, publishFiles, UNIVERSE, type WorldVersion } from './world';

jest.setTimeout(180_000);

const world = { base: 300, version: 1 };
const ALL = articlesOf(world);

interface FailedJobs {
  mode: string;
  connected: boolean;
  warnings: string[];
  jobs: { id: string; code: string; reason: string }[];
}

describeWithRedis('images by workers over Redis', () => {
  let redis: TestRedis;
  let cdn: FaultCdn;
  let wikiOfTest: FakeWiki | null = null;
  let home: ServiceHome;
  let delayMs = 0;
  const processes: TestService[] = [];

  beforeEach(async () => {
    redis = await startTestRedis();
    cdn = await FaultCdn.start();
    home = new ServiceHome();
    delayMs = 20;
    const picture = await png('world');
    for (let number = 0; number < ALL; number++) {
      cdn.on(`/image-${number}.png`, async (_request, response) => {
        await sleep(delayMs);
        response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      });
    }
    publishFiles(home.cacheDir, { ...world, imageOrigin: cdn.url('') } as WorldVersion);
  });
  afterEach(async () => {
    for (const one of processes.splice(0)) await one.kill9();
    await wikiOfTest?.stop();
    wikiOfTest = null;
    await redis.stop();
    await cdn.close();
    home.remove();
  });

  const env = (): Record<string, string> => ({
    REDIS_URL: redis.url,
    PREFETCH_IMAGES: 'true',
    IMAGE_CATEGORIES: 'all',
    IMAGE_ALLOWED_HOSTS: cdn.host,
    IMAGE_WORKERS: '4',
  });

  async function service(more: Record<string, string> = {}): Promise<TestService> {
    const started = await TestService.start(home, { env: { ...env(), ...more } });
    processes.push(started);
    return started;
  }

  async function worker(more: Record<string, string> = {}): Promise<TestService> {
    const started = await TestService.command(home, ['worker'], { ...env(), ...more });
    processes.push(started);
    await started.logged(/The worker takes jobs/, limit(20_000));
    return started;
  }

  const files = () => readdirSync(home.imageDir).filter((name) => name.endsWith('.img')).length;
  const imagesBegun = (one: TestService, count: number) =>
    one.statusUntil(({ progress }) => progress.images_downloaded >= count, limit(30_000));

  async function allDone(one: TestService): Promise<void> {
    const { universes } = await one.completed(limit(90_000));
    const { images_total, images_downloaded, images_cached, images_failed } = universes[UNIVERSE]!;
    expect([images_total, images_failed]).toEqual([ALL, 0]);
    expect(images_downloaded + images_cached).toBe(ALL);
    expect(files()).toBe(ALL);
  }

  const holds = (one: TestService, hits = ALL) =>
    checkInvariants({
      services: [one],
      counts: [ALL],
      home,
      upstream: { hits: cdn.hits.length, budget: hits },
    });

  it('workers download everything once, the service follows and serves it', async () => {
    await worker();
    await worker();
    const web = await service();
    await allDone(web);
    await holds(web);
    const image = await web.get(`/api/v1/wiki/image-proxy?url=${encodeURIComponent(cdn.url('/image-7.png'))}`);
    expect([image.status, image.headers.get('x-cache')]).toEqual([200, 'HIT']);
  });

  it('the web process dies and the work goes on; the next one adopts it', async () => {
    delayMs = 60;
    await worker();
    const web = await service();
    await imagesBegun(web, 20);
    await web.kill9();
    const before = files();
    await until('the work goes on', () => files() > before + 60, limit(20_000));
    const again = await service();
    await allDone(again);
    await holds(again);
  });

  it('F66 a worker killed in the middle: its batch is done again, with effects once', async () => {
    delayMs = 60;
    const first = await worker();
    const web = await service();
    await imagesBegun(web, 20);
    await first.kill9();
    await worker();
    await allDone(web);
    // What was under way when it died is asked for again.
    await holds(web, ALL + 2 * 4);
  });

  it('a worker that is told to stop gives its work back and ends with 0', async () => {
    delayMs = 60;
    const first = await worker();
    const web = await service();
    await imagesBegun(web, 20);
    const { code, ms } = await first.stop(limit(12_000));
    expect(code).toBe(0);
    expect(ms).toBeLessThan(limit(9000));
    expect(web.errors()).toEqual([]);
    await worker();
    await allDone(web);
    await holds(web, ALL + 2 * 4);
  });

  it.each([
    ['killed', () => redis.kill9(), () => redis.restart()],
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
  ])(
    'F67 Redis %s in the middle of a run: the run goes on in process, the API is unaffected',
    async (_how, harm, mend) => {
      delayMs = 60;
      const first = await worker();
      const web = await service();
      await imagesBegun(web, 20);
      await harm();
      const { ms, status } = await web.get('/jobs/failed', { headers: { 'x-api-key': SERVICE_KEY } });
      expect([status, ms < limit(1000)]).toEqual([503, true]);
      expect((await web.get(`/api/v1/wiki/canon/summary?universe=${UNIVERSE}`)).status).toBe(200);
      await allDone(web);
      expect((await web.status()).jobs.warnings[0] ?? 'Redis is away').toMatch(/Redis is away/);
      await mend();
      await until('Redis is back', async () => (await web.status()).jobs.connected, limit(15_000));
      expect(first.exit).toBeNull();
      await checkInvariants({
        services: [web],
        counts: [ALL],
        home,
        expectedErrors: /"status":503/,
        upstream: { hits: cdn.hits.length, budget: ALL + 4 * 4 },
      });
    },
  );

  it('F67 Redis absent at boot: boots as ever, downloads in process, and says so', async () => {
    const web = await service({ REDIS_URL: `redis://:a-secret@127.0.0.1:${await freePort()}` });
    await allDone(web);
    const { jobs } = await web.status();
    expect(jobs).toMatchObject({ mode: 'redis', connected: false });
    expect(JSON.stringify(web.lines)).not.toContain('a-secret');
    await holds(web);
  });

  it('F67 an eviction policy that drops jobs is in the status', async () => {
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    await worker();
    const web = await service();
    await allDone(web);
    expect((await web.status()).jobs.warnings[0]).toMatch(/allkeys-lru.*noeviction/);
    await holds(web);
  });

  it('failed jobs are listed for the admin alone', async () => {
    const web = await service({ PREFETCH_IMAGES: 'false' });
    await until('Redis is reached', async () => (await web.status()).jobs.connected, limit(10_000));
    expect((await web.get('/jobs/failed')).status).toBe(401);
    const headers = { 'x-api-key': SERVICE_KEY };
    const { json } = await web.get<FailedJobs>('/jobs/failed', { headers });
    expect(json).toEqual({ mode: 'redis', connected: true, warnings: [], paused: false, jobs: [] });
    expect((await web.get('/jobs/pause', { method: 'POST' })).status).toBe(401);
    expect((await web.post('/jobs/pause')).json).toEqual({ paused: true });
    await until('the status says so', async () => (await web.status()).jobs.paused === true, limit(5000));
    expect((await web.post('/jobs/resume')).json).toEqual({ paused: false });
    expect((await web.post('/jobs/image-batch.x/retry')).status).toBe(404);
    expect((await web.post(`/jobs/crawl?universe=${UNIVERSE}`)).status).toBe(404);
  });

  it('a crawl that failed is listed, retried through the API, and what it brings is served', async () => {
    const wiki = (wikiOfTest = await FakeWiki.start());
    const pages = new ModelWiki();
    pages.fill(20);
    wiki.answers(pages.answer);
    const universes = join(home.dir, 'universes');
    mkdirSync(universes);
    const lotr = JSON.parse(readFileSync(join(__dirname, '../../universes/lotr.json'), 'utf8')) as object;
    const model = { ...lotr, id: 'model', api: wiki.api, articleCategory: 'Canon articles' };
    writeFileSync(join(universes, 'model.json'), JSON.stringify(model));
    const more = { UNIVERSES_DIR: universes, PREFETCH_IMAGES: 'false' };
    const web = await service(more);
    await web.completed(limit(30_000));
    await until('Redis is reached', async () => (await web.status()).jobs.connected, limit(10_000));
    const refusing = await worker(more);
    expect((await web.post('/jobs/crawl?universe=model')).status).toBe(202);
    const headers = { 'x-api-key': SERVICE_KEY };
    const failed = async () => (await web.get<FailedJobs>('/jobs/failed', { headers })).json.jobs;
    await until('the failed job', async () => (await failed()).length === 1, limit(20_000));
    expect(await failed()).toEqual([
      expect.objectContaining({
        id: 'crawl.model',
        code: 'job_failed',
        reason: expect.stringContaining('WIKI_CONTACT'),
      }),
    ]);
    await refusing.stop();
    await worker({ ...more, WIKI_CONTACT: 'operator@test.invalid' });
    expect((await web.post('/jobs/crawl.model/retry')).status).toBe(202);
    await until(
      'what was crawled is served',
      async () => {
        const { json } = await web.get<{ total_items?: number }>('/api/v1/wiki/canon/summary?universe=model');
        return json.total_items === 20;
      },
      limit(60_000),
    );
    expect(await failed()).toEqual([]);
    expect(wiki.unexpected).toEqual([]);
  });

  it('a worker without REDIS_URL says what it lacks', async () => {
    const lonely = await TestService.command(home, ['worker'], { REDIS_URL: '' });
    expect((await lonely.ended(limit(20_000))).code).not.toBe(0);
    expect(lonely.noise).toMatch(/A worker needs REDIS_URL/);
  });

  it('nothing temporary is left in the image folder', async () => {
    await worker();
    const web = await service();
    await allDone(web);
    expect(readdirSync(home.imageDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(join(home.imageDir, '.state')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
