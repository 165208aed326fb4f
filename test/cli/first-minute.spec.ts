import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithService } from '../harness/describe-with-service';
import { SERVICE_KEY, ServiceHome, TestService } from '../harness/service';

describeWithService('a service that has nothing yet', () => {
  const home = new ServiceHome();
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.start(home, { env: { DATABASE_URL: 'none', PREFETCH_IMAGES: 'false' } });
  }, 120_000);
  afterAll(async () => {
    await service?.stop();
    home.remove();
  }, 60_000);

  const universes = async () => {
    const answer = await fetch(`${service.url}/api/v1/wiki/universes`);
    return answer.ok ? ((await answer.json()) as { id: string }[]).map(({ id }) => id) : [];
  };
  const until = async (id: string) => {
    for (let tries = 0; tries < 600 && !(await universes()).includes(id); tries++) await sleep(100);
    expect(await universes()).toContain(id);
  };

  it('says that it serves the demo universe, and how to get a real one', async () => {
    await until('demo');
    expect(service.tail(1000)).toContain('The file cache is empty: serving the demo universe.');
  }, 120_000);

  it('takes what was put into the file cache by a run that names no universe', async () => {
    mkdirSync(join(home.cacheDir, 'my_world'));
    writeFileSync(join(home.cacheDir, 'my_world/articles.jsonl'), '{"title":"Hello"}\n');
    const headers = { 'x-api-key': SERVICE_KEY };
    const answer = await fetch(`${service.url}/prefetch/run`, { method: 'POST', headers });
    expect([answer.status, ((await answer.json()) as { universe: string }).universe]).toEqual([202, 'my_world']);
    await until('my_world');
  }, 120_000);
});
