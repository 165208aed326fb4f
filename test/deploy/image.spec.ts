import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceHome, TestService, type RunningService } from '../harness/service';
import { tempDir } from '../harness/temp-dir';
import { readText, ROOT } from './repository';

const [BUILD_STAGE = '', LAST_STAGE = ''] = readText('Dockerfile')
  .split(/^FROM .*$/m)
  .slice(1);
/** The user of the image; whoever is not root runs it as himself. */
const USER = process.getuid?.() === 0 ? 1000 : undefined;

/** Copies what git knows below a path, so that nothing of this machine's own builds comes along. */
function copyTracked(path: string, to: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--', path], { cwd: ROOT, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((one) => one !== '' && existsSync(join(ROOT, one)))) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(ROOT, file), join(to, file));
  }
}

/** Carries out the instructions of the build stage, each COPY before the RUNs behind it; /runtime lies in `folder`. */
function build(folder: string): void {
  const app = join(folder, 'app');
  mkdirSync(app);
  for (const [, instruction, words = ''] of BUILD_STAGE.matchAll(/^(COPY|RUN) (.*)$/gm)) {
    if (instruction === 'COPY') {
      for (const path of words.split(' ').slice(0, -1)) copyTracked(path, app);
      continue;
    }
    const command = words.replace(/^--mount=\S+ /, '').replace(/ \/runtime$/, ` ${join(folder, 'runtime')}`);
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      npm_config_prefer_offline: 'true',
    };
    execFileSync('sh', ['-c', command], { cwd: app, env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** Lays out what the last stage copies from the first, and takes away the right to write to it. */
function layOutImage(folder: string, image: string): void {
  for (const [, list = '', to = ''] of LAST_STAGE.matchAll(/^COPY --from=build (.+) (\S+)$/gm)) {
    for (const path of list.split(' ')) {
      const from = join(folder, path);
      const name = to === './' ? path.slice('/app/'.length) : to;
      cpSync(from, join(image, name), { recursive: true });
    }
  }
  writeFileSync(join(image, '.image'), '');
  execFileSync('chmod', ['-R', 'a-w,a+rX', image]);
}

/** The folders of the service, for its user alone. */
function homeOf(user: number | undefined): ServiceHome {
  const home = new ServiceHome();
  const own = (path: string) => user !== undefined && chownSync(path, user, user);
  own(home.dir);
  for (const name of readdirSync(home.dir)) own(join(home.dir, name));
  return home;
}

describe('F113 the image, built from a clean copy with NODE_ENV=production', () => {
  let folder: { path: string; remove(): Promise<void> };
  let home: ServiceHome;
  let service: RunningService;
  beforeAll(async () => {
    folder = await tempDir('image');
    chmodSync(folder.path, 0o755);
    build(folder.path);
    const image = join(folder.path, 'image');
    layOutImage(folder.path, image);
    home = homeOf(USER);
    const env = { NODE_ENV: 'production', DATABASE_URL: '', PREFETCH_IMAGES: 'true' };
    const started = await TestService.start(home, { env, program: join(image, 'dist/main.js'), uid: USER });
    const stop = async () => void (await started.stop().catch(() => undefined));
    service = { url: `${started.url}/`, adminKey: '', log: () => started.tail(1000), stop };
  }, 600_000);
  afterAll(async () => {
    await service?.stop();
    home?.remove();
    execFileSync('chmod', ['-R', 'u+w', folder.path]);
    await folder?.remove();
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
