import { readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { articlesOf, publishFiles, UNIVERSE } from '../faults/world';
import { childOf, commandOf } from '../harness/child-process';
import { describeWithService } from '../harness/describe-with-service';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { readZip } from '../harness/read-zip';
import { ServiceHome, TestService } from '../harness/service';

const PACK = `/api/v1/wiki/${UNIVERSE}/pack.zip`;

let home: ServiceHome;
let service: TestService;
beforeEach(() => {
  home = new ServiceHome();
});
afterEach(async () => {
  await service.kill9();
  home.remove();
});

const packs = () => readdirSync(join(home.dataDir, 'packs'));
const download = async () => Buffer.from(await (await fetch(service.url + PACK)).arrayBuffer());
const linesIn = (content: Buffer | undefined) => content!.toString().trimEnd().split('\n').length;

(process.platform === 'linux' ? describeWithService : describe.skip)('F128 the process that makes packs', () => {
  const world = { base: 20_000, version: 1 };

  beforeEach(async () => {
    publishFiles(home.cacheDir, world);
    service = await TestService.start(home);
    await service.completed();
  });

  it('killed: whoever asked is told, nothing is left, and the next pack is whole', async () => {
    const asked = fetch(service.url + PACK).then(async (answer) => ({
      status: answer.status,
      body: await answer.text(),
    }));
    asked.catch(() => undefined);
    process.kill(await childOf(service.child.pid, 'archive.process'), 'SIGKILL');
    // A transfer that began is cut; one that had not is refused in words.
    const heard = await asked.catch(() => null);
    if (heard) expect([heard.status, heard.body]).toEqual([503, expect.stringContaining('EXPORT_UNAVAILABLE')]);
    expect(packs()).toEqual([]);
    expect((await service.get('/live')).status).toBe(200);
    const files = await readZip(await download());
    expect(linesIn(files.get('articles.ndjson'))).toBe(articlesOf(world));
    expect(packs()).toHaveLength(1);
  }, 60_000);

  it('ends with its service, however that ended', async () => {
    fetch(service.url + PACK).catch(() => undefined);
    const maker = await childOf(service.child.pid, 'archive.process');
    await service.kill9();
    for (let tries = 0; tries < 200 && commandOf(maker) !== ''; tries++) await new Promise((r) => setTimeout(r, 50));
    expect(commandOf(maker)).toBe('');
  }, 60_000);
});

describeWithService('a universe that only Postgres holds', () => {
  const world = { base: 300, version: 1 };
  let postgres: TestPostgres;
  beforeEach(async () => {
    postgres = await startTestPostgres();
  });
  afterEach(() => postgres.stop());

  it('gives the same pack as its files did, over HTTP and by the command', async () => {
    const env = { DATABASE_URL: postgres.url };
    publishFiles(home.cacheDir, world);
    service = await TestService.start(home, { env });
    await service.completed();
    const ofFiles = await download();
    await service.stop();
    home.remove();
    home = new ServiceHome(home.dir);
    service = await TestService.start(home, { env });
    await service.logged(/serving from Postgres/);
    const { headers } = await service.get(PACK, { method: 'HEAD' });
    expect(headers.get('x-data-source')).toBe('postgres');
    expect(await download()).toEqual(ofFiles);
    rmSync(join(home.dataDir, 'packs'), { recursive: true });
    const command = await TestService.command(home, ['pack', '--universe', UNIVERSE, '--out', 'own.zip'], env);
    await new Promise((resolve) => command.child.on('exit', resolve));
    expect([command.tail(), command.exit?.code]).toEqual([expect.anything(), 0]);
    expect(await readFile(join(home.dir, 'own.zip'))).toEqual(ofFiles);
  }, 90_000);
});
