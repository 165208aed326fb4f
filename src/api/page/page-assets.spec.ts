import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PageAssets } from './page-assets';

describe('PageAssets', () => {
  let home: string;
  let assets: PageAssets;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'page-'));
    const folder = join(home, 'web/dist/assets');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'index-a1.js'), 'plain');
    await writeFile(join(folder, 'index-a1.js.br'), 'packed');
    await writeFile(join(folder, 'sign-a1.woff2'), 'font');
    await writeFile(join(home, 'web/dist/secret.js'), 'secret');
    assets = new PageAssets(home);
  });
  afterAll(() => rm(home, { recursive: true }));

  it.each([
    ['index-a1.js', 'br', 'packed', 'br'],
    ['index-a1.js', 'gzip', 'plain', 'identity'],
    ['index-a1.js', 'identity', 'plain', 'identity'],
    ['sign-a1.woff2', 'br', 'font', 'identity'],
  ] as const)('%s wanted as %s is %s as %s', async (name, wanted, body, encoding) => {
    const found = await assets.find(name, wanted);
    expect([found?.bytes.toString(), found?.encoding]).toEqual([body, encoding]);
  });

  it('the icon lies beside the HTML', async () => {
    expect(await assets.icon()).toBeNull();
    await writeFile(join(home, 'web/dist/favicon.ico'), 'icon');
    expect((await assets.icon())?.toString()).toBe('icon');
  });

  it.each([
    '../secret.js',
    '..%2fsecret.js',
    '/secret.js',
    'a/b.js',
    '.js',
    'index-a1.js.br',
    'none.js',
    'x'.repeat(300) + '.js',
    'a\u0000.js',
  ])('there is no %j', async (name) => {
    expect(await assets.find(name, 'br')).toBeNull();
  });
});
