import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readText, ROOT } from '../deploy/repository';
import { describeWithService } from '../harness/describe-with-service';
import { startService, type RunningService } from '../harness/service';
import { requestsOf, type DocumentedRequest } from './markdown';

const DOCUMENTS = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];

const documented = DOCUMENTS.filter((name) => name.endsWith('.md')).flatMap((name) =>
  requestsOf(readText(name)).map((request): [string, DocumentedRequest] => [`${name}: ${request.line}`, request]),
);

describeWithService('every request in the documents', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService({ DATABASE_URL: 'none' });
    for (let tries = 0; tries < 600; tries++) {
      const answer = await fetch(`${service.url}prefetch/status`);
      if (((await answer.json()) as { is_complete: boolean }).is_complete) return;
      await sleep(100);
    }
    throw new Error(`The demo universe did not get ready:\n${service.log()}`);
  }, 120_000);
  afterAll(() => service?.stop(), 30_000);

  it('is found', () => expect(documented.length).toBeGreaterThan(20));

  it.each(documented)('is answered: %s', async (_line, { url, method, isAdmin }) => {
    const { pathname, search } = new URL(url);
    const headers: Record<string, string> = isAdmin ? { 'X-API-Key': service.adminKey } : {};
    const answer = await fetch(new URL(pathname + search, service.url), { method, headers });
    expect([200, isAdmin ? 202 : 200]).toContain(answer.status);
    await answer.arrayBuffer();
  });
});
