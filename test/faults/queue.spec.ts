import { statSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describeWithService } from '../harness/describe-with-service';
import { FaultCdn } from '../harness/fault-cdn';
import { startTestPostgres } from '../harness/postgres';
import { png } from '../harness/sample-images';
import { ServiceHome, TestService, type RunReport, type Status } from '../harness/service';
import { checkInvariants } from './invariants';
import { limit, until } from './limits';
import { articlesOf, publishFiles, UNIVERSE, type WorldVersion } from './world';

jest.setTimeout(120_000);

const BASE = 40;
const OTHER = 'other_world';
const SUMMARY = `/api/v1/wiki/canon/summary?universe=${UNIVERSE}`;
const RUN = `/prefetch/run?universe=${UNIVERSE}`;
const INVALIDATE = `/api/v1/wiki/cache/invalidate?universe=${UNIVERSE}`;

describeWithService('F90 what is asked for while a run is at work', () => {
  let cdn: FaultCdn;
  let home: ServiceHome;
  let service: TestService;
  /** While set, no image is answered. */
  let held: Promise<void> | null = null;
  let release: () => void = () => undefined;

  beforeEach(async () => {
    cdn = await FaultCdn.start();
    home = new ServiceHome();
    const picture = await png('world');
    for (let number = 0; number < 2 * BASE; number++) {
      cdn.on(`/image-${number}.png`, async (_request, response) => {
        await held;
        response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      });
    }
    held = new Promise((resolve) => (release = resolve));
    publish(1);
  });
  afterEach(async () => {
    release();
    held = null;
    await service.kill9();
    await cdn.close();
    home.remove();
  });

  const world = (version: number): WorldVersion => ({ base: BASE, version, imageOrigin: cdn.url('') });
  const publish = (version: number) => publishFiles(home.cacheDir, world(version));
  const letGo = () => {
    held = null;
    release();
  };

  async function start(env: Record<string, string> = {}): Promise<void> {
    const images = { IMAGE_CATEGORIES: 'all', IMAGE_ALLOWED_HOSTS: cdn.host };
    service = await TestService.start(home, { env: { ...images, ...env } });
  }

  const ask = async (path: string): Promise<string> => {
    const { status, json } = await service.post<{ run_id: string }>(path);
    expect(status).toBe(202);
    return json.run_id;
  };
  const inImages = (run?: string): Promise<Status> =>
    service.statusUntil(
      ({ universes }) =>
        universes[UNIVERSE]?.stage === 'prefetching_images' && (!run || universes[UNIVERSE].run_id === run),
      limit(20_000),
    );
  const served = (version: number) =>
    until(
      `version ${version} is served`,
      async () => (await service.get<{ total_items: number }>(SUMMARY)).json.total_items === articlesOf(world(version)),
      limit(15_000),
    );

  it('in the image stage: it follows at once, and the images of what was before give way', async () => {
    await start();
    const before = (await inImages()).progress.run_id;
    publish(2);
    const run = await ask(RUN);
    expect(run).not.toBe(before);
    await served(2);
    expect((await inImages(run)).progress.images_total).toBe(articlesOf(world(2)));
    letGo();
    const { universes } = await service.completed(limit(30_000));
    expect(universes[UNIVERSE]).toMatchObject({ run_id: run, images_downloaded: articlesOf(world(2)), errors: [] });
  });

  it('is done already where nothing was touched: the same run, and its images go on', async () => {
    await start();
    const run = (await inImages()).progress.run_id;
    expect(await ask(RUN)).toBe(run);
    expect(await ask(RUN)).toBe(run);
    expect((await service.status()).progress).toMatchObject({ run_id: run, stage: 'prefetching_images' });
    letGo();
    expect((await service.completed(limit(30_000))).progress.run_id).toBe(run);
  });

  it.each([
    ['forced', `${RUN}&force_refresh=true`],
    ['invalidated', INVALIDATE],
  ])('is %s in the image stage: everything is built anew by the run that is named', async (_, path) => {
    await start();
    await inImages();
    const built = builtAt();
    const run = await ask(path);
    await inImages(run);
    expect(builtAt()).toBeGreaterThan(built);
    // Until it begins, the one that waits takes on what else is asked.
    const ids = await Promise.all([ask(path), ask(path), ask(`${RUN}&allow_shrink=true`)]);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe(run);
    letGo();
    expect((await service.completed(limit(30_000))).universes[UNIVERSE]?.run_id).toBe(ids[0]);
  });

  it('of another universe: its data do not wait for images', async () => {
    await start();
    await inImages();
    publishFiles(home.cacheDir, { base: 7, version: 0 }, OTHER);
    await ask(`/prefetch/run?universe=${OTHER}`);
    await until(
      'the other universe is served',
      async () => (await service.get(`/api/v1/wiki/canon/summary?universe=${OTHER}`)).status === 200,
      limit(15_000),
    );
    expect((await service.status()).universes[UNIVERSE]?.stage).toBe('prefetching_images');
    letGo();
    const { universes } = await service.completed(limit(30_000));
    expect(universes[UNIVERSE]).toMatchObject({ images_downloaded: articlesOf(world(1)) });
  });

  it('is not lost with the run that is cancelled', async () => {
    await start();
    await inImages();
    publish(2);
    const [run] = await Promise.all([ask(RUN), service.post('/prefetch/cancel')]);
    await served(2);
    letGo();
    const { universes } = await service.statusUntil(({ is_running }) => !is_running, limit(30_000));
    expect(universes[UNIVERSE]?.run_id).toBe(run);
  });

  it('is loaded at once where Postgres comes back in the image stage', async () => {
    const server = await startTestPostgres();
    try {
      const url = await server.createDatabase();
      await server.halt();
      await start({ DATABASE_URL: url });
      await inImages();
      await server.restart();
      await until(
        'Postgres answers',
        async () => (await service.get(SUMMARY)).headers.get('x-data-source') === 'postgres',
        limit(20_000),
      );
      expect((await service.status()).is_running).toBe(true);
      letGo();
      await service.completed(limit(30_000));
    } finally {
      await server.stop();
    }
  });

  it('at random moments: what was asked for last is served in the end, and counts only grow', async () => {
    await start();
    letGo();
    const counts = new GrowingCounts();
    const watching = counts.watch(service);
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    console.log(`F90 seed ${seed}`);
    const asks = fc.sample(fc.tuple(fc.constantFrom(RUN, `${RUN}&force_refresh=true`, INVALIDATE), fc.nat(700)), {
      seed,
      numRuns: 20,
    });
    let version = 1;
    let last = '';
    for (const [path, pauseMs] of asks) {
      // Whoever writes asks afterwards, as crawls and operators do.
      publish(++version);
      last = await ask(path);
      await sleep(pauseMs);
    }
    const { universes } = await service.completed(limit(60_000));
    counts.isOver = true;
    await watching;
    expect(universes[UNIVERSE]).toMatchObject({ run_id: last, images_failed: 0 });
    expect(counts.findings).toEqual([]);
    await served(version);
    await checkInvariants({ services: [service], counts: [articlesOf(world(version))] });
  });

  /** When the dataset was written. */
  function builtAt(): number {
    const index = join(home.cacheDir, '.index');
    const [rows = ''] = readdirSync(index).filter((name) => name.endsWith('.rows'));
    return statSync(join(index, rows)).mtimeMs;
  }
});

/** Looks at the status all the time: within a run no count may fall, and in the end the total is the sum of its parts. */
class GrowingCounts {
  readonly findings: string[] = [];
  isOver = false;
  private readonly seen = new Map<string, RunReport>();

  async watch(service: TestService): Promise<void> {
    for (; !this.isOver && !service.exit; await sleep(10)) {
      const { universes } = await service.status();
      for (const report of Object.values(universes)) this.look(report);
    }
  }

  private look(report: RunReport): void {
    const id = report.run_id ?? '';
    const before = this.seen.get(id);
    for (const [name, value] of Object.entries(report)) {
      if (!/^(articles|images)_|^percent$/.test(name)) continue;
      const earlier = before?.[name as keyof RunReport];
      if (typeof value === 'number' && typeof earlier === 'number' && value < earlier)
        this.findings.push(`${name} fell from ${earlier} to ${value} in ${report.stage}`);
    }
    if (report.stage === 'completed') {
      const { articles_created, articles_updated, articles_unchanged, articles_rejected } = report;
      const sum = articles_created + articles_updated + articles_unchanged + articles_rejected;
      if (sum !== report.articles_total) this.findings.push(`${report.articles_total} are not ${sum}`);
    }
    this.seen.set(id, report);
  }
}
