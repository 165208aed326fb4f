import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeWiki } from '../harness/fake-wiki';
import { ModelWiki } from '../harness/model-wiki';
import { ServiceHome, TestService } from '../harness/service';

jest.setTimeout(120_000);

describe('the file cache as an operator fills it', () => {
  let home: ServiceHome;
  let wiki: FakeWiki;
  let pages: ModelWiki;

  beforeEach(async () => {
    home = new ServiceHome();
    wiki = await FakeWiki.start();
    pages = new ModelWiki();
    pages.fill(20);
    wiki.answers(pages.answer);
    const lotr = JSON.parse(readFileSync(join(__dirname, '../../universes/lotr.json'), 'utf8')) as object;
    const model = { ...lotr, id: 'model', api: wiki.api, articleCategory: 'Canon articles' };
    mkdirSync(join(home.dir, 'universes'));
    writeFileSync(join(home.dir, 'universes', 'model.json'), JSON.stringify(model));
  });
  afterEach(async () => {
    await wiki.stop();
    home.remove();
  });

  async function command(name: string, more: Record<string, string> = {}) {
    const env = { UNIVERSES_DIR: join(home.dir, 'universes'), WIKI_CONTACT: 'operator@test.invalid', ...more };
    const one = await TestService.command(home, [name, '--universe', 'model'], env);
    const { code } = await one.ended(60_000);
    return { code, text: one.noise };
  }

  it('is crawled, verified, read again, refreshed and measured', async () => {
    expect(await command('cache:crawl')).toMatchObject({ code: 0, text: expect.stringMatching(/\b20\b/) });
    expect(await command('cache:verify')).toMatchObject({ code: 0, text: expect.stringContaining('20 good') });
    expect(await command('cache:reparse')).toMatchObject({ code: 0, text: expect.stringMatching(/\b20\b/) });
    expect(await command('cache:refresh')).toMatchObject({ code: 0 });
    expect(await command('cache:coverage')).toMatchObject({ code: 0, text: expect.stringContaining('Articles: 20') });
    expect(wiki.unexpected).toEqual([]);
  });

  it('is not touched where a crawl is refused or fails', async () => {
    const refused = await command('cache:crawl', { WIKI_CONTACT: '' });
    expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('Set WIKI_CONTACT') });
    expect(wiki.log).toEqual([]);
    wiki.answers(() => ({ body: { error: { code: 'readapidenied', info: 'no' } } }));
    const failed = await command('cache:crawl');
    expect(failed).toMatchObject({
      code: 1,
      text: expect.stringMatching(/The wiki does not let itself be read \("readapidenied: no"\)/),
    });
    expect(failed.text).not.toMatch(/\n {4}at /);
    const empty = await command('cache:coverage');
    expect(empty).toMatchObject({ code: 1, text: expect.stringContaining('There are no data') });
  });
});

describe('an installation without any file cache', () => {
  it('runs the bundled universe when it is asked to, also without a run at the start', async () => {
    const home = new ServiceHome();
    const service = await TestService.start(home, { env: { PREFETCH_ON_START: 'false' } });
    const answer = await service.post<{ universe: string }>('/prefetch/run?universe=demo');
    expect([answer.status, answer.json.universe]).toEqual([202, 'demo']);
    await service.completed();
    expect((await service.get('/api/v1/wiki/canon/summary')).status).toBe(200);
    expect((await service.post('/prefetch/run?universe=nope')).status).toBe(404);
    await service.kill9();
    home.remove();
  });
});
