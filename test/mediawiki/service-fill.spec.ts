import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childOf } from '../harness/child-process';
import { describeWithService } from '../harness/describe-with-service';
import { FakeWiki } from '../harness/fake-wiki';
import { ModelWiki } from '../harness/model-wiki';
import { SERVICE_KEY, ServiceHome, TestService } from '../harness/service';

jest.setTimeout(180_000);

describeWithService('a service that crawls and refreshes by itself', () => {
  let home: ServiceHome;
  let wiki: FakeWiki;
  let pages: ModelWiki;
  let service: TestService;

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
    await service.stop();
    await wiki.stop();
    home.remove();
  });

  async function start(more: Record<string, string> = {}): Promise<void> {
    const env = { UNIVERSES_DIR: join(home.dir, 'universes'), DATABASE_URL: 'none', PREFETCH_IMAGES: 'false' };
    service = await TestService.start(home, { env: { ...env, WIKI_CONTACT: 'operator@test.invalid', ...more } });
  }
  const articles = async () =>
    (await service.get<{ total_items?: number }>('/api/v1/wiki/canon/summary?universe=model')).json.total_items;
  async function until(condition: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 900; tries++, await sleep(100)) if (await condition()) return;
    throw new Error(`it did not come to that:\n${service.tail(3000)}`);
  }

  it('does so in a process of its own, whose death costs an attempt and no data', async () => {
    let isHeld = true;
    wiki.answers((request) => {
      const answer = pages.answer(request);
      return answer && isHeld && request.params['pageids'] ? { ...answer, delayMs: 60_000 } : answer;
    });
    await start();
    expect((await service.post('/jobs/crawl?universe=model')).status).toBe(202);
    await until(() => Promise.resolve(wiki.log.some(({ params }) => params['pageids'] !== undefined)));
    isHeld = false;
    process.kill(await childOf(service.child.pid, 'fill.process'), 'SIGKILL');
    await until(async () => (await articles()) === 20);
    expect(wiki.unexpected).toEqual([]);
  });

  it('says in words what the wiki refuses', async () => {
    wiki.answers(() => ({ body: { error: { code: 'readapidenied', info: 'no' } } }));
    await start({ WIKI_CONTACT: '' });
    expect((await service.post('/jobs/crawl?universe=model')).status).toBe(202);
    const failed = async () =>
      (await service.get<{ jobs: { reason: string }[] }>('/jobs/failed', { headers: { 'x-api-key': SERVICE_KEY } }))
        .json.jobs;
    await until(async () => (await failed()).length === 1);
    expect((await failed())[0]?.reason).toContain('WIKI_CONTACT');
    expect(wiki.log).toEqual([]);
  });

  it('takes up what was edited', async () => {
    await start({ REFRESH_EVERY: '1s' });
    expect((await service.post('/jobs/crawl?universe=model')).status).toBe(202);
    await until(async () => (await articles()) === 20);
    pages.fill(1, 'Canon articles', 21);
    const timestamp = new Date(Date.now() + 1000).toISOString().replace(/\.\d+/, '');
    pages.changes = [{ type: 'new', ns: 0, title: 'Page 21', pageid: 21, revid: 210, timestamp }];
    await until(async () => (await articles()) === 21);
  });
});
