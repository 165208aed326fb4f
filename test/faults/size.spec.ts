import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyManifest } from '../../src/file-cache/verify-manifest';
import { findSourceFiles } from '../../src/file-cache/source-files';
import { ServiceHome, TestService } from '../harness/service';
import { checkInvariants } from './invariants';
import { IS_LONG, limit } from './limits';
import { articlesOf, publishFiles, UNIVERSE } from './world';

jest.setTimeout(300_000);

const SUMMARY = `/api/v1/wiki/canon/summary?universe=${UNIVERSE}`;

describe('large and broken file caches', () => {
  let home: ServiceHome;
  let service: TestService | null = null;

  beforeEach(() => {
    home = new ServiceHome();
  });
  afterEach(async () => {
    await service?.kill9();
    service = null;
    home.remove();
  });

  it('F42 a large categorised file: serves at once, never stalls, stays within memory', async () => {
    const articles = IS_LONG ? 53_000 : 15_000;
    const file = join(home.cacheDir, `${UNIVERSE}_depth3.json`);
    await writeCategorised(file, articles, 4000);
    const bytes = statSync(file).size;
    const spawnedAt = performance.now();
    service = await TestService.start(home, { waitUntilReady: false });
    let stallMs = 0;
    let firstMs = 0;
    for (let isDone = false; !isDone; await sleep(10)) {
      const answer = await service.get('/live').catch(() => null);
      if (!answer) continue;
      firstMs ||= performance.now() - spawnedAt;
      stallMs = Math.max(stallMs, answer.ms);
      isDone = (await service.status()).is_complete;
    }
    console.log(
      `F42 ${Math.round(bytes / 1e6)} MB: first answer ${Math.round(firstMs)} ms, longest stall ${Math.round(stallMs)} ms, ` +
        `peak ${Math.round(service.peakRss() / 1e6)} MB`,
    );
    expect(firstMs).toBeLessThan(limit(1000));
    expect(stallMs).toBeLessThan(limit(250));
    expect((await service.get<{ total_items: number }>(SUMMARY)).json.total_items).toBe(articles);
    await checkInvariants({ services: [service], counts: [articles], maxRssBytes: Math.max(4 * bytes, 500e6) });
  });

  it('F43 poison records are set aside and counted, all others are served', async () => {
    const good = articlesOf({ base: 200, version: 1 });
    publishFiles(home.cacheDir, { base: 200, version: 1 });
    const out = createWriteStream(join(home.cacheDir, UNIVERSE, 'poison.jsonl'));
    const poison = [
      '{"title": 7}',
      '{"pageid": 1}',
      'null',
      '[]',
      '{"title": "cut',
      JSON.stringify({ title: 'x'.repeat(5000) }),
      `{"title":"Deep","infobox":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      '',
    ];
    out.end(poison.join('\n'));
    await once(out, 'close');
    service = await TestService.start(home);
    const status = await service.completed(limit(20_000));
    const report = status.universes[UNIVERSE]!;
    const { json } = await service.get<{ total_items: number }>(SUMMARY);
    console.log(`F43 ${report.articles_rejected} of ${poison.length - 1} set aside, ${json.total_items - good} taken`);
    expect(json.total_items + report.articles_rejected).toBe(good + poison.length - 1);
    expect(report.articles_rejected).toBeGreaterThanOrEqual(6);
    expect(report.errors.length).toBeGreaterThan(0);
    await checkInvariants({ services: [service], counts: [json.total_items] });
  });

  it('F44 a writer killed at a random moment leaves the file cache of before or after, whole', async () => {
    const rounds = IS_LONG ? 20 : 6;
    const counts = [2000, 2200];
    const write = (seed: number) => [
      'corpus',
      ...['--articles', String(counts[seed % 2]), '--seed', String(seed), '--universe', UNIVERSE],
      ...['--out', home.cacheDir],
    ];
    const first = await TestService.command(home, write(0));
    const startedAt = performance.now();
    expect((await first.ended(limit(60_000))).code).toBe(0);
    const wholeMs = performance.now() - startedAt;
    for (let round = 1; round <= rounds; round++) {
      const writer = await TestService.command(home, write(round));
      await sleep(wholeMs * (0.3 + 0.7 * (round / rounds)));
      await writer.kill9();
      const sources = await findSourceFiles(home.cacheDir, UNIVERSE, []);
      expect(sources.problems).toEqual([]);
      expect(counts).toContain(sources.native?.manifest?.articles);
      expect(await verifyManifest(sources.native!.dir, sources.native!.manifest!)).toEqual([]);
    }
    service = await TestService.start(home);
    await service.completed(limit(30_000));
    await checkInvariants({ services: [service], counts });
  });

  it('F44 a service killed at a random moment of its build starts again and finishes', async () => {
    const worlds = [1, 2].map((version) => ({ base: 6000, version }));
    const counts = worlds.map(articlesOf);
    publishFiles(home.cacheDir, worlds[0]!);
    service = await TestService.start(home);
    await service.completed(limit(30_000));
    const rounds = IS_LONG ? 20 : 5;
    for (let round = 1; round <= rounds; round++) {
      await service.kill9();
      publishFiles(home.cacheDir, worlds[round % 2]!);
      service = await TestService.start(home);
      await sleep((limit(1200) * round) / rounds);
      const { json } = await service.get<{ total_items: number }>(SUMMARY);
      expect(counts).toContain(json.total_items);
    }
    await service.completed(limit(30_000));
    await checkInvariants({ services: [service], counts: [articlesOf(worlds[rounds % 2]!)] });
  });
});

async function writeCategorised(file: string, articles: number, bytes: number): Promise<void> {
  const out = createWriteStream(file);
  const text = 'Lore of the world. '.repeat(bytes / 19);
  out.write('{"planets":[');
  for (let number = 0; number < articles; number++) {
    const item = { id: number + 1, title: `Planet ${number}`, description: `${number} ${text}`, climate: 'Arid' };
    if (!out.write(`${number > 0 ? ',' : ''}${JSON.stringify(item)}`)) await once(out, 'drain');
  }
  out.end(']}');
  await once(out, 'close');
}
