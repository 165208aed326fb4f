import {
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  mkdirSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ServiceHome, TestService } from '../harness/service';
import { checkInvariants } from './invariants';
import { UNIVERSE } from './world';

jest.setTimeout(120_000);

const SUMMARY = `/api/v1/wiki/canon/summary?universe=${UNIVERSE}`;
const GOOD = {
  planets: Array.from({ length: 30 }, (_, i) => ({ id: i + 1, title: `Planet ${i}`, description: 'A planet.' })),
  weapons: ['Sword', 'Bow', { name: 'Axe' }],
};
const COUNT = 33;

type Damage = [what: string, harm: (path: string) => void, count?: number];

const DAMAGES: Damage[] = [
  ['missing', (path) => rmSync(path)],
  ['empty', (path) => truncateSync(path, 0)],
  ['cut in the middle', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['cut one byte early', (path) => truncateSync(path, statSync(path).size - 1)],
  ['null', (path) => writeFileSync(path, 'null')],
  ['an empty array', (path) => writeFileSync(path, '[]')],
  ['a string', (path) => writeFileSync(path, '"x"')],
  ['padded with NUL', (path) => writeFileSync(path, Buffer.alloc(statSync(path).size))],
  ['of another schema', (path) => writeFileSync(path, '{"planets": {"a": 1}, "weapons": 7}')],
  ['a folder', (path) => (rmSync(path), mkdirSync(path))],
  ['unreadable', (path) => chmodSync(path, 0)],
  ['gzipped by mistake', (path) => writeFileSync(path, gzipSync(readFileSync(path)))],
];

describe('a broken cache table', () => {
  let home: ServiceHome;
  let service: TestService | null = null;
  let file: string;

  beforeEach(() => {
    home = new ServiceHome();
    file = join(home.cacheDir, `${UNIVERSE}_depth2.json`);
    writeFileSync(file, JSON.stringify(GOOD));
  });
  afterEach(async () => {
    await service?.kill9();
    service = null;
    home.remove();
  });

  async function run(): Promise<TestService> {
    await service?.kill9();
    service = await TestService.start(home);
    await service
      .statusUntil(({ is_running, progress }) => !is_running && progress.stage !== 'idle', 20_000)
      .catch(() => null);
    return service;
  }

  it.each(DAMAGES)('F41 %s: the data of before are served, and the file is left alone', async (_what, harm) => {
    await run();
    expect((await service!.get<{ total_items: number }>(SUMMARY)).json.total_items).toBe(COUNT);
    harm(file);
    const before = fingerprint(file);
    await run();
    expect((await service!.get('/live')).status).toBe(200);
    const answer = await service!.get<{ total_items: number }>(SUMMARY);
    expect([answer.status, answer.json.total_items]).toEqual([200, COUNT]);
    expect(fingerprint(file)).toEqual(before);
    await checkInvariants({ services: [service!], counts: [COUNT], expectedErrors: /the run failed/ });
  });

  const UNUSABLE = ['empty', 'cut in the middle', 'null', 'an empty array', 'of another schema', 'a folder'];

  it.each(DAMAGES.filter(([what]) => UNUSABLE.includes(what)))(
    'F41 %s, and nothing before it: no empty list is presented as the truth',
    async (_what, harm) => {
      harm(file);
      await run();
      expect((await service!.get('/live')).status).toBe(200);
      const answer = await service!.get<{ total_items?: number; code?: string }>(SUMMARY);
      // What can still be read of it is served, and what cannot is reported.
      if (answer.status === 200) expect(answer.json.total_items).toBeGreaterThan(0);
      else {
        expect([404, 503]).toContain(answer.status);
        if (answer.status === 503) expect(answer.json.code).toBe('DATA_NOT_READY');
        expect((await service!.status()).universes[UNIVERSE]?.stage ?? 'failed').toBe('failed');
      }
    },
  );

  it('F41 a byte order mark harms nobody', async () => {
    writeFileSync(file, `\uFEFF${JSON.stringify(GOOD)}`);
    await run();
    expect((await service!.get<{ total_items: number }>(SUMMARY)).json.total_items).toBe(COUNT);
  });
});

function fingerprint(path: string): unknown {
  try {
    const facts = statSync(path);
    return facts.isDirectory() ? readdirSync(path) : [facts.size, facts.mtimeMs];
  } catch {
    return null;
  }
}
