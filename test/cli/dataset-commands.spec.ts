import { readFileSync, writeFileSync, rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATASET_VERSION } from '../../src/dataset/dataset-info';
import { describeWithService } from '../harness/describe-with-service';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { ServiceHome, TestService } from '../harness/service';

jest.setTimeout(180_000);

describeWithService('a dataset that is built once', () => {
  const builder = new ServiceHome();
  const out = join(builder.cacheDir, 'built');
  let homes: ServiceHome[] = [];

  const home = () => {
    const made = new ServiceHome();
    homes.push(made);
    return made;
  };
  async function command(at: ServiceHome, ...args: string[]) {
    const one = await TestService.command(at, args, { DATABASE_URL: 'none' });
    const { code } = await one.ended(60_000);
    return { code, text: one.noise };
  }

  beforeAll(async () => {
    await command(builder, 'corpus', '--articles', '300', '--universe', 'world', '--out', builder.cacheDir);
    const built = await command(builder, 'dataset:build', '--universe', 'world', '--out', out);
    expect([built.code, built.text]).toEqual([0, expect.stringMatching(/world: 300 articles, dataset [0-9a-f]{32}/)]);
    expect(readdirSync(out)).toEqual(['world']);
  });
  afterEach(() => {
    for (const one of homes) one.remove();
    homes = [];
  });
  afterAll(() => builder.remove());

  it('is served at once by a machine without a file cache, and not the demo universe', async () => {
    const other = home();
    expect(await command(other, 'dataset:load', '--from', out)).toMatchObject({ code: 0 });
    const env = { DATABASE_URL: 'none', PREFETCH_IMAGES: 'false' };
    const service = await TestService.start(other, { env });
    try {
      const answer = await fetch(`${service.url}/api/v1/wiki/universes`);
      expect(await answer.json()).toMatchObject([{ id: 'world', articles: 300 }]);
      await completed(service, 'world');
      expect(Object.keys((await status(service)).universes)).toEqual(['world']);
    } finally {
      await service.stop();
    }
  });

  it('is brought into Postgres by the machine that took it', async () => {
    const server: TestPostgres = await startTestPostgres();
    try {
      const other = home();
      await command(other, 'dataset:load', '--from', out, '--universe', 'world');
      const env = { DATABASE_URL: await server.createDatabase(), PREFETCH_IMAGES: 'false' };
      const service = await TestService.start(other, { env });
      try {
        expect((await completed(service, 'world')).articles_created).toBe(300);
        const answer = await fetch(`${service.url}/api/v1/wiki/world/articles?limit=1`);
        expect(answer.headers.get('x-data-source')).toBe('postgres');
      } finally {
        await service.stop();
      }
    } finally {
      await server.stop();
    }
  });

  it.each([
    ['a flipped byte', (dir: string) => flip(join(dir, 'rows')), /rows is damaged/],
    ['a file that is missing', (dir: string) => rmSync(join(dir, 'texts')), /texts is missing/],
    [
      'another version',
      (dir: string) => rewrite(dir, { version: DATASET_VERSION - 1 }),
      /another version of Lorekeeper/,
    ],
    ['another universe', (dir: string) => rewrite(dir, { universe: 'moon' }), /holds the universe "moon"/],
    ['a manifest that is none', (dir: string) => writeFileSync(join(dir, 'manifest.json'), '{}'), /is no manifest/],
  ])('is refused with %s, and nothing is changed', async (_what, damage, words) => {
    const other = home();
    const copy = join(other.cacheDir, 'copy');
    await command(builder, 'dataset:build', '--universe', 'world', '--out', copy);
    damage(join(copy, 'world'));
    const { code, text } = await command(other, 'dataset:load', '--from', copy);
    expect([code, text]).toEqual([2, expect.stringMatching(words)]);
    expect(text).toContain('Nothing was changed.');
    expect(readdirSync(join(other.cacheDir, '.index'))).toEqual([]);
  });

  it.each([
    [['dataset:build', '--out', 'x'], /--universe ID/],
    [['dataset:build', '--universe', 'world'], /--out DIR/],
    [['dataset:load'], /--from DIR/],
    [['dataset:load', '--from', '/not/there'], /no dataset in \/not\/there/],
  ])('%s is told what is missing', async (args, words) => {
    expect(await command(home(), ...args)).toEqual({ code: 2, text: expect.stringMatching(words) });
  });

  it('of a universe without files is refused in words', async () => {
    const { code, text } = await command(home(), 'dataset:build', '--universe', 'moon', '--out', out);
    expect([code, text]).toEqual([2, expect.stringContaining('no data of the universe "moon"')]);
    expect(readdirSync(out)).toEqual(['world']);
  });
});

interface Status {
  universes: Record<string, { stage: string; articles_created: number }>;
}

async function status(service: TestService): Promise<Status> {
  return (await (await fetch(`${service.url}/prefetch/status`)).json()) as Status;
}

async function completed(service: TestService, universe: string) {
  for (let tries = 0; tries < 600; tries++, await sleep(100)) {
    const run = (await status(service)).universes[universe];
    if (run?.stage === 'completed') return run;
  }
  throw new Error(`the run of ${universe} did not complete:\n${service.tail(2000)}`);
}

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}

function rewrite(dir: string, members: object): void {
  const path = join(dir, 'manifest.json');
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...members }));
}
