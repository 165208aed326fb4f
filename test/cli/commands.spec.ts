import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startTestPostgres, type TestPostgres } from '../harness/postgres';
import { ServiceHome, TestService } from '../harness/service';

jest.setTimeout(120_000);

interface Finding {
  state: 'ok' | 'warning' | 'problem';
  what: string;
  says: string;
}

let home: ServiceHome;

beforeEach(() => {
  home = new ServiceHome();
});
afterEach(() => home.remove());

async function command(args: string[], env: Record<string, string> = {}) {
  const one = await TestService.command(home, args, env);
  const { code } = await one.ended(60_000);
  return { code, text: one.noise };
}

describe('F104 a command line that cannot be understood', () => {
  it.each([
    ['an unknown command', ['wat'], /There is no command "wat"; there are: migrate,/],
    ['an unknown option', ['doctor', '--wat'], /^Unknown option '--wat'\nSee --help\.\n$/],
    ['an option of another command', ['migrate', '--verify'], /^Unknown option '--verify'\nSee --help\.\n$/],
    ['an argument too many', ['migrate:status', 'all'], /^Unexpected argument 'all'/],
    ['no universe', ['cache:refresh'], /--universe ID/],
    ['no universe', ['cache:reparse'], /--universe ID/],
    ['no universe', ['cache:coverage'], /--universe ID/],
    ['no universe', ['cache:verify'], /--universe ID/],
    ['no universe', ['cache:migrate', '--universe='], /--universe ID/],
    ['an id that leads out of the folder', ['cache:coverage', '--universe', '../x'], /cannot be the id/],
    ['an id that leads out of the folder', ['cache:verify', '--universe', '../x'], /cannot be the id/],
    [
      'an id that stands for something else',
      ['cache:migrate', '--universe', 'canon'],
      /"canon" cannot .* none of canon,/,
    ],
    [
      'an id that stands for something else',
      ['corpus', '--universe', 'items', '--articles', '1', '--out', 'x'],
      /"items" cannot/,
    ],
    ['no file', ['backup'], /Give the name of one file/],
    ['a file that is not there', ['restore', '/not/there'], /there is no such file or folder/],
  ] as const)('%s: says so in words, and ends with 2', async (_what, args, words) => {
    const url = `postgres://nobody@127.0.0.1:${await freePort()}/none`;
    const isFile = args[0] === 'restore';
    const { code, text } = await command([...args], { DATABASE_URL: isFile ? '' : url });
    expect([code, text]).toEqual([2, expect.stringMatching(words)]);
    expect(text).not.toMatch(/\n {4}at /);
  });

  it('shows what there is with --help', async () => {
    expect(await command(['--help'])).toMatchObject({ code: 0, text: expect.stringContaining('cache:migrate') });
  });
});

describe('a backup as an operator makes it', () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());

  it('F102 is restored into an empty server, and refused by one that holds data', async () => {
    const from = { DATABASE_URL: await server.createDatabase() };
    const into = { DATABASE_URL: await server.createDatabase() };
    expect((await command(['corpus', '--articles', '500', '--universe', 'world', '--out', home.cacheDir])).code).toBe(
      0,
    );
    const migrated = await command(['cache:migrate', '--universe', 'world', '--verify'], from);
    expect([migrated.code, migrated.text]).toEqual([
      0,
      expect.stringMatching(/Articles migrated: 500[^]*Verification passed/),
    ]);

    const file = join(home.dir, 'one.backup');
    const nowhere = await command(['backup', join(home.dir, 'no', 'folder')], from);
    expect([nowhere.code, nowhere.text]).toEqual([2, expect.stringContaining('there is no such file or folder')]);
    expect((await command(['backup', file], from)).code).toBe(0);
    expect(readdirSync(home.dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    const refused = await command(['restore', file], from);
    expect([refused.code, refused.text]).toEqual([2, expect.stringContaining('the table wiki_articles is not empty')]);
    const restored = await command(['restore', file], into);
    expect([restored.code, restored.text]).toEqual([0, expect.stringContaining('the counts of every table agree')]);
    const again = await command(['cache:migrate', '--universe', 'world', '--verify'], into);
    expect(again.text).toMatch(/Articles unchanged: 500[^]*Verification passed/);

    expect((await command(['migrate:status'], into)).text).toMatch(/^(\[X\] \w+\n)+$/);
    const setVersion = (version: number) =>
      server.query(
        `UPDATE lorekeeper_datasets SET info = jsonb_set(info, '{version}', to_jsonb($1::int))`,
        [version],
        into.DATABASE_URL,
      );
    await setVersion(9_999_999);
    const newer = await command(['migrate:revert'], into);
    expect([newer.code, newer.text]).toEqual([
      2,
      expect.stringMatching(/A newer version of Lorekeeper has published world/),
    ]);
    expect((await command(['migrate:status'], into)).text).toMatch(/^(\[X\] \w+\n)+$/);
    await setVersion(1);
    expect(await command(['migrate:revert'], into)).toMatchObject({ code: 0 });
    expect((await command(['migrate:status'], into)).text).toMatch(/\[ \] \w+/);
    expect((await command(['migrate'], into)).code).toBe(0);
    expect((await command(['migrate:status'], into)).text).toMatch(/^(\[X\] \w+\n)+$/);
  });
});

describe('the doctor', () => {
  async function findings(env: Record<string, string>): Promise<{ code: number | null; bad: Finding[] }> {
    const { code, text } = await command(['doctor', '--json'], {
      ADMIN_API_KEY: 'x',
      WIKI_CONTACT: 'a@b.example',
      ...env,
    });
    return { code, bad: (JSON.parse(text) as Finding[]).filter(({ state }) => state !== 'ok') };
  }

  it('finds nothing where nothing is wrong', async () => {
    const made = await command(['corpus', '--articles', '100', '--universe', 'world', '--out', home.cacheDir]);
    expect(made).toMatchObject({ code: 0 });
    const { code, bad } = await findings({});
    expect([code, bad]).toEqual([0, [expect.objectContaining({ state: 'warning', what: 'Index of world' })]]);
  });

  it('names every bad variable', async () => {
    const { code, bad } = await findings({ PORT: 'abc', REDIS_URL: 'foo' });
    expect([code, bad.map(({ says }) => says)]).toEqual([
      1,
      [expect.stringMatching(/^PORT must be/), expect.stringMatching(/^REDIS_URL must be/)],
    ]);
  });

  it('names what cannot be reached, read or written, without a secret', async () => {
    const made = await command(['corpus', '--articles', '100', '--universe', 'world', '--out', home.cacheDir]);
    expect(made).toMatchObject({ code: 0 });
    const records = readdirSync(join(home.cacheDir, 'world')).find((name) => name.endsWith('.jsonl'));
    truncateSync(join(home.cacheDir, 'world', records ?? ''), 1000);
    const universes = join(home.dir, 'universes');
    mkdirSync(universes);
    writeFileSync(join(universes, 'bad.json'), '{');
    const file = join(home.dir, 'file');
    writeFileSync(file, '');
    const port = await freePort();
    const { code, bad } = await findings({
      DATABASE_URL: `postgres://nobody:geheim@127.0.0.1:${port}/none`,
      REDIS_URL: `redis://:geheim@127.0.0.1:${port}`,
      UNIVERSES_DIR: universes,
      UNIVERSES: 'world,missing',
      IMAGE_CACHE_DIR: file,
    });
    expect(code).toBe(1);
    const found = Object.fromEntries(bad.map(({ what, state, says }) => [what, `${state}: ${says}`]));
    expect(found).toMatchObject({
      IMAGE_CACHE_DIR: expect.stringContaining('problem'),
      'File cache of missing': expect.stringContaining('problem'),
      'File cache of world': expect.stringMatching(/^warning: articles\S* has 1,000 bytes/),
      'Universe file bad.json': expect.stringMatching(/^problem: not JSON/),
      'Postgres of DATABASE_URL': 'problem: it refuses connections',
      Redis: expect.stringContaining('problem'),
    });
    expect(JSON.stringify(bad)).not.toContain('geheim');
  });
});
