import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestObjectStore } from '../harness/object-store';
import { ServiceHome, TestService } from '../harness/service';

jest.setTimeout(120_000);

interface Progress {
  stage: string;
  images_total: number;
  images_downloaded: number;
  images_cached: number;
  images_failed: number;
}

let store: TestObjectStore;
const homes: ServiceHome[] = [];
const services: TestService[] = [];
beforeAll(async () => void (store = await TestObjectStore.start()));
afterAll(() => store.stop());
beforeEach(() => void (store.fault = 'none'));
afterEach(async () => {
  await Promise.all(services.splice(0).map((one) => one.stop()));
  for (const home of homes.splice(0)) home.remove();
});

/** A service on a machine of its own: nothing is shared but the store. */
async function start(prefix: string, env: Record<string, string> = {}): Promise<TestService> {
  const home = new ServiceHome();
  homes.push(home);
  const service = await TestService.start(home, { env: { ...store.env(prefix), ...env } });
  services.push(service);
  return service;
}

async function completed(service: TestService): Promise<Progress> {
  for (let tries = 0; tries < 600; tries++) {
    const { json } = await service.get<{ progress: Progress }>('/prefetch/status');
    if (json.progress.stage === 'completed') return json.progress;
    await sleep(100);
  }
  throw new Error('no run was completed');
}

interface Pictured {
  image_url: string;
  image_cached: boolean;
  image_cdn_url?: string;
}

const ANSA = '/api/v1/wiki/demo/planets/Ansa';
const proxied = (url: string) => `/api/v1/wiki/image-proxy?w=200&url=${encodeURIComponent(url)}`;

describe('F119 machines that share nothing but an object store', () => {
  it('download each picture once, and know of what the other stored', async () => {
    const one = await start('once', { IMAGE_PUBLIC_URL: 'https://cdn.example/lore/' });
    expect(await completed(one)).toMatchObject({ images_downloaded: 38, images_failed: 0 });
    const other = await start('once');
    expect(await completed(other)).toMatchObject({ images_downloaded: 0, images_cached: 38, images_failed: 0 });
    const { json } = await one.get<Pictured>(ANSA);
    expect(json.image_cdn_url).toMatch(/^https:\/\/cdn\.example\/lore\/[0-9a-f]{32}\.img$/);
    expect((await other.get<Pictured>(ANSA)).json).toMatchObject({ image_cached: true });
    expect(Object.keys((await other.get<Pictured>(ANSA)).json)).not.toContain('image_cdn_url');
    expect((await one.get(proxied(json.image_url))).headers.get('x-cache')).toBe('MISS');
    const made = await other.get(proxied(json.image_url));
    expect([made.status, made.headers.get('x-cache'), made.headers.get('content-type')]).toEqual([
      200,
      'HIT',
      'image/webp',
    ]);
  });

  it('serve everything but missing pictures while the store is away, and go on when it is back', async () => {
    store.fault = 'away';
    const service = await start('away');
    // The first build of the demo may take longer than a request waits.
    let first = await service.get<Pictured>(ANSA);
    for (let tries = 0; tries < 10 && first.status === 503; tries++) first = await service.get<Pictured>(ANSA);
    const { json, status } = first;
    expect([status, json.image_cached]).toEqual([200, false]);
    const answer = await service.get(proxied(json.image_url));
    expect(answer.status).toBe(503);
    for (let tries = 0; tries < 100; tries++) {
      const health = (await service.get<{ status: string; troubles: { message: string }[] }>('/health')).json;
      if (health.status === 'degraded' && JSON.stringify(health).includes('The object store cannot be reached.')) break;
      expect(tries).toBeLessThan(99);
      await sleep(100);
    }
    store.fault = 'none';
    expect(await completed(service)).toMatchObject({ images_downloaded: 38, images_failed: 0 });
    expect((await service.get(proxied(json.image_url))).status).toBe(200);
  });

  it('take over an existing folder, and give it back', async () => {
    const home = new ServiceHome();
    homes.push(home);
    const onDisk = await TestService.start(home, {});
    services.push(onDisk);
    await completed(onDisk);
    await onDisk.stop();
    const copy = async (...args: string[]) => {
      const command = await TestService.command(home, ['images:copy', ...args], store.env('moved'));
      for (let tries = 0; tries < 600 && !command.exit; tries++) await sleep(100);
      expect([command.exit?.code, command.noise]).toEqual([0, expect.stringContaining('Images:')]);
      return command.noise;
    };
    expect(await copy('--to', 's3')).toContain('38 copied, 0 there already');
    expect(await copy('--to', 's3')).toContain('0 copied, 38 there already');
    const service = await start('moved');
    expect(await completed(service)).toMatchObject({ images_downloaded: 0, images_cached: 38 });
    const back = join(home.dir, 'back');
    mkdirSync(back);
    expect(await copy('--to', 'disk', '--image-dir', back)).toContain('38 copied');
    expect(existsSync(back) && readdirSync(back).filter((name) => name.endsWith('.img'))).toHaveLength(38);
  });
});
