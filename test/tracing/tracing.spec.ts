import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithService } from '../harness/describe-with-service';
import { FaultCdn } from '../harness/fault-cdn';
import { freePort, startTestPostgres, type TestPostgres } from '../harness/postgres';
import { jpeg } from '../harness/sample-images';
import { ServiceHome, TestService } from '../harness/service';
import { Collector } from './collector';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SERVER = 2;

/** How many modules of a package a program has run, by the coverage that Node writes at its end. */
function modulesRun(dir: string, name: string): number {
  const scripts = readdirSync(dir).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { result: Coverage[] };
    return result;
  });
  // The bundle has a function for each module, named after its file.
  const modules = scripts.flatMap(({ functions }) =>
    functions.filter(({ functionName }) => functionName.startsWith(`node_modules/${name}/`)),
  );
  return modules.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length;
}

interface Coverage {
  functions: { functionName: string; ranges: { count: number }[] }[];
}

describeWithService('traces', () => {
  let postgres: TestPostgres;
  let cdn: FaultCdn;
  let collector: Collector;
  const homes: ServiceHome[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    cdn = await FaultCdn.start();
    cdn.serve('/veyra.jpg', await jpeg('veyra', 16, 12), { 'content-type': 'image/jpeg' });
  });
  beforeEach(async () => {
    collector = await Collector.start();
  });
  afterEach(async () => {
    await collector.close();
    for (const home of homes.splice(0)) home.remove();
  });
  afterAll(async () => {
    await cdn.close();
    await postgres.stop();
  });

  async function start(env: Record<string, string>): Promise<{ service: TestService; home: ServiceHome }> {
    const home = new ServiceHome();
    homes.push(home);
    mkdirSync(join(home.cacheDir, 'test_world'));
    const infobox = { type: 'planet', fields: [] };
    const article = { pageid: 1, title: 'Hidden Veyra', infobox, image: cdn.url('/veyra.jpg'), extract: 'A world.' };
    writeFileSync(join(home.cacheDir, 'test_world', 'articles.jsonl'), JSON.stringify(article));
    const images = { IMAGE_CATEGORIES: 'all', IMAGE_ALLOWED_HOSTS: cdn.host };
    const service = await TestService.start(home, {
      env: {
        DATABASE_URL: await postgres.createDatabase(),
        NODE_V8_COVERAGE: join(home.dir, 'loaded'),
        ...images,
        ...env,
      },
    });
    await service.completed();
    return { service, home };
  }

  it('tell of a request with its view and its SQL, and of a run with its stages, SQL and downloads', async () => {
    const { service, home } = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hush',
      OTEL_SERVICE_NAME: 'lore-of-tests',
    });
    const path = '/api/v1/wiki/test_world/planets/Hidden%20Veyra';
    const headers = { traceparent: `00-${TRACE}-${CALLER}-01`, 'x-api-key': 'a-key-of-somebody' };
    const first = await service.get(`${path}?secret=whisper`, { headers });
    expect(first.status).toBe(200);
    await service.get(`${path}?secret=whisper`);
    await service.get('/no/such/address');
    await service.stop();

    const request = collector.spans.filter(({ traceId }) => traceId === TRACE);
    const byId = new Map(collector.spans.map((span) => [span.spanId, span]));
    const parentOf = (span?: { parentSpanId?: string }) => byId.get(span?.parentSpanId ?? '');
    const server = request.find(({ kind }) => kind === SERVER);
    expect(server).toMatchObject({
      parentSpanId: CALLER,
      name: expect.stringMatching(/^GET \/.*:/),
      attributes: { 'http.response.status_code': '200', 'url.path': path, 'lorekeeper.source': 'postgres' },
    });
    const view = request.find(({ name }) => name === 'view');
    expect(parentOf(view)).toBe(server);
    expect(view?.attributes).toEqual({ 'lorekeeper.universe': 'test_world', 'lorekeeper.source': 'postgres' });
    const sql = request.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    expect(sql.length).toBeGreaterThan(0);
    for (const span of sql) expect(parentOf(span)).toBe(view);
    expect(sql[0]?.attributes['db.query.text']).toMatch(/^SELECT .*\$1/);
    // The second time it came from the cache of answers, in a trace of its own.
    expect(collector.spans.filter(({ name }) => name === server?.name).map(({ traceId }) => traceId)).toHaveLength(2);
    const lost = collector.spans.find(({ attributes }) => attributes['url.path'] === '/no/such/address');
    expect(lost?.attributes['http.response.status_code']).toBe('404');

    const run = collector.traceOf(({ name }) => name === 'run');
    const root = run.find(({ name }) => name === 'run');
    expect(root).toMatchObject({
      attributes: { 'lorekeeper.universe': 'test_world', 'lorekeeper.outcome': 'completed' },
    });
    expect(root?.parentSpanId ?? '').toBe('');
    const stages = run.filter(({ name }) => name.startsWith('stage '));
    expect(stages.map(({ name }) => name)).toEqual(['stage categorise', 'stage load into Postgres', 'stage images']);
    for (const stage of stages) expect(parentOf(stage)).toBe(root);
    expect(run.some((span) => span.attributes['db.operation.name'] === 'COMMIT' && parentOf(span) === stages[1])).toBe(
      true,
    );
    const download = run.find(({ attributes }) => attributes['server.address'] !== undefined);
    expect(download?.attributes).toMatchObject({ 'server.address': '127.0.0.1', 'http.response.status_code': '200' });
    expect(parentOf(download)).toBe(stages[2]);

    expect(collector.headers.authorization).toBe('Bearer hush');
    expect([...collector.services]).toEqual(['lore-of-tests']);
    for (const secret of ['whisper', 'a-key-of-somebody', 'hush', 'Hidden Veyra', 'veyra.jpg', 'postgres://'])
      expect(collector.text).not.toContain(secret);
    expect(cdn.hits.every(({ headers }) => headers.traceparent === undefined)).toBe(true);
    expect(modulesRun(join(home.dir, 'loaded'), '@opentelemetry/sdk-trace')).toBeGreaterThan(10);
  });

  it('run nothing where no collector is named', async () => {
    const { service, home } = await start({});
    expect((await service.get('/api/v1/wiki/test_world/planets/Hidden%20Veyra')).status).toBe(200);
    await service.stop();
    const run = join(home.dir, 'loaded');
    expect(modulesRun(run, '@nestjs')).toBeGreaterThan(10);
    expect(modulesRun(run, '@opentelemetry/sdk-trace')).toBe(0);
  });

  it('keep one of none where the sampler says so', async () => {
    const { service } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER: 'always_off' });
    await service.stop();
    expect(collector.spans).toEqual([]);
  });

  it('are lost while the collector is away, and nothing else is', async () => {
    const { service } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
    for (let i = 0; i < 20; i++) expect((await service.get(`/health?i=${i}`)).status).toBe(200);
    expect((await service.stop()).code).toBe(0);
    expect(service.errors()).toEqual([]);
  });
});
