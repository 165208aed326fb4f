import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithService } from '../harness/describe-with-service';
import { startService, type RunningService } from '../harness/service';
import { tempDir } from '../harness/temp-dir';
import { readText, ROOT } from './repository';

const DOCKERFILE = readText('Dockerfile');

/** Lays out what the last stage of the Dockerfile copies, without a container. */
function layOutImage(folder: string): void {
  const [, packages = ''] = /runtime-modules\.mjs \/runtime (.+)$/m.exec(DOCKERFILE) ?? [];
  execFileSync(process.execPath, [join(ROOT, 'deploy/runtime-modules.mjs'), folder, ...packages.split(' ')]);
  for (const [, list = ''] of DOCKERFILE.matchAll(/^COPY --from=build (\/app\/.+) \S+$/gm)) {
    for (const path of list.split(' ').map((one) => one.slice('/app/'.length))) {
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    }
  }
}

describeWithService('what the image holds', () => {
  let image: { path: string; remove(): Promise<void> };
  let service: RunningService;
  beforeAll(async () => {
    image = await tempDir('image');
    layOutImage(image.path);
    service = await startService({ NODE_ENV: 'production' }, join(image.path, 'dist/main.js'));
  }, 120_000);
  afterAll(async () => {
    await service?.stop();
    await image?.remove();
  }, 60_000);

  it('runs by itself, with its own Postgres and with pictures', async () => {
    let progress: Record<string, unknown> = {};
    for (let tries = 0; tries < 900 && progress.stage !== 'completed'; tries++) {
      await sleep(100);
      const status = await fetch(`${service.url}prefetch/status`);
      progress = ((await status.json()) as { progress: Record<string, unknown> }).progress;
    }
    expect(progress).toMatchObject({ stage: 'completed', images_failed: 0, errors: [] });
    expect(progress.images_downloaded).toBe(progress.images_total);
    const health = (await (await fetch(`${service.url}health`)).json()) as { database: object };
    expect(health.database).toMatchObject({ connected: true, embedded: true });
  }, 120_000);

  it.each([
    ['', 'text/html'],
    ['docs', 'text/html'],
    ['docs/swagger-ui-bundle.js', 'application/javascript'],
    ['openapi.json', 'application/json'],
    ['metrics', 'text/plain'],
    ['attribution', 'application/json'],
  ])('serves /%s', async (path, type) => {
    const answer = await fetch(service.url + path, { headers: { Accept: 'text/html' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
    await answer.arrayBuffer();
  });

  it('serves the page’s script, packed', async () => {
    const html = await (await fetch(service.url, { headers: { Accept: 'text/html' } })).text();
    const [, script = ''] = /src="\.\/(assets\/[^"]+\.js)"/.exec(html) ?? [];
    const answer = await fetch(service.url + script, { headers: { 'Accept-Encoding': 'br' } });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(await answer.text()).toContain('Lorekeeper');
  });
});
