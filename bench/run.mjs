// The benchmarks: a table for people, JSON for machines. `--help` says more.
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compare } from './compare.mjs';
import { load, measure, median, root, startProgram, until } from './lab.mjs';

const HELP = `Usage: npm run bench -- [--articles N] [--cache-dir D --universe ID] [--out FILE] [--seconds S] [--only a,b]
       npm run bench -- --compare A.json B.json

  --articles N     size of the invented universe (52986)
  --cache-dir D    a native file cache to use instead of an invented one, with --universe ID
  --seconds S      length of each load (3)
  --only NAMES     boot, build, http, images
  --out FILE       where the JSON goes (bench/last.json)
  --compare A B    shows ratios that became worse by a fifth or more; exit 1 if there are any
`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    articles: { type: 'string', default: '52986' },
    'cache-dir': { type: 'string' },
    universe: { type: 'string', default: 'corpus' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'boot,build,http,images' },
    out: { type: 'string', default: join(root, 'bench/last.json') },
    compare: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (values.compare) process.exit(compare(...positionals));

const seconds = Number(values.seconds);
const wanted = new Set(values.only.split(','));
const universe = values.universe;
const work = mkdtempSync(join(tmpdir(), 'lorekeeper-bench-'));
const rows = [];

/** A figure: `ratio` to its limit, and what it should reach. */
function row(name, value, limit, ratio, reach, ok) {
  rows.push({ name, value, limit, ratio: Number(ratio.toFixed(3)), reach, ok });
  console.log(`${ok ? 'ok  ' : 'MISS'} ${name}: ${value} against ${limit} = ${ratio.toFixed(2)} (reach ${reach})`);
}
const ms = (value) => `${value.toFixed(0)} ms`;
const rps = (value) => `${Math.round(value).toLocaleString('en')} req/s`;

const main = join(root, 'dist/main.js');
const base = (dir, more = {}) => ({
  HOST: '127.0.0.1',
  CACHE_DIR: dir,
  CONTENT_DIR: join(work, 'none'),
  IMAGE_CACHE_DIR: join(work, 'images'),
  DATA_DIR: join(work, 'data'),
  PREFETCH_IMAGES: 'false',
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'json',
  ...more,
});

function makeCorpus(dir, articles, seed = '1') {
  const args = [join(root, 'dist/cli.js'), 'corpus', '--articles', String(articles), '--out', dir, '--seed', seed];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the corpus could not be made: ${stderr}`);
}

/** A copy of a native cache in which one article in a hundred has another text. */
function changeOnePercent(from, to) {
  spawnSync('cp', ['-r', from, to]);
  rmSync(join(to, '.index'), { recursive: true, force: true });
  const file = join(to, universe, 'articles.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  const changed = lines.map((line, i) => {
    if (i % 100 !== 0 || line === '') return line;
    const record = JSON.parse(line);
    return JSON.stringify({ ...record, extract: `${record.extract ?? ''} Changed.` });
  });
  writeFileSync(file, changed.join('\n'));
  rmSync(join(to, universe, 'manifest.json'), { force: true });
}

async function boot(cacheDir) {
  const file = base(cacheDir, { DATABASE_URL: 'none', PREFETCH_ON_START: 'false' });
  const times = { live: [], data: [], bare: [] };
  for (let i = 0; i < 10; i++) {
    for (const [name, program, env, path] of [
      ['bare', join(root, 'bench/bare-nest.cjs'), {}, '/live'],
      ['live', main, file, '/live'],
      ['data', main, file, '/api/v1/wiki/canon/summary'],
    ]) {
      const service = await startProgram(program, env, path);
      times[name].push(service.ms);
      await service.stop();
    }
  }
  const [bare, live, data] = [median(times.bare), median(times.live), median(times.data)];
  row('boot to the first 200 on /live', ms(live), ms(bare), live / bare, '<= 1.3', live / bare <= 1.3);
  row('boot to the first data from files', ms(data), ms(bare), data / bare, '<= 1.3', data / bare <= 1.3);
}

async function build(cacheDir) {
  const file = join(cacheDir, universe, 'articles.jsonl');
  const loops = [];
  const builds = [];
  for (let i = 0; i < 3; i++) {
    loops.push((await measure('parse-loop.cjs', { file })).ms);
    builds.push((await measure('build-once.cjs', { universe, cacheDir })).ms);
  }
  const ratio = median(builds) / median(loops);
  row('categorise and index', ms(median(builds)), ms(median(loops)), ratio, '<= 1.5', ratio <= 1.5);
  const changedCacheDir = join(work, 'changed');
  changeOnePercent(cacheDir, changedCacheDir);
  await measure('build-once.cjs', { universe, cacheDir: changedCacheDir });
  const loaded = await measure('load-once.cjs', { universe, cacheDir, changedCacheDir, dataDir: join(work, 'load') });
  const [full, copy] = [median(loaded.loads), median(loaded.copies)];
  row('load, published', ms(full), `${ms(copy)} of server-side COPY`, full / copy, '<= 1.25', full / copy <= 1.25);
  row(
    'load of 1 % changed',
    ms(loaded.changed),
    ms(full),
    loaded.changed / full,
    '<= 0.1',
    loaded.changed / full <= 0.1,
  );
  const megabytes = loaded.storage.bytes / 1e6;
  row('storage in Postgres', `${megabytes.toFixed(1)} MB`, '90 MB', megabytes / 90, '<= 1', megabytes <= 90);
}

async function questions(url) {
  const get = async (path) => (await fetch(url + path)).json();
  const wiki = '/api/v1/wiki';
  const titles = (await get(`${wiki}/canon/category/characters?universe=${universe}&limit=5000`)).items;
  const words = [...new Set(titles.flatMap((title) => title.split(/\s+/)))].filter((word) => word.length > 3);
  const q = (list) => list.map(encodeURIComponent);
  const planets = (await get(`${wiki}/canon/category/planets?universe=${universe}&limit=1`)).total;
  const step = Math.max(1, Math.floor(Math.max(1, planets - 100) / 1000));
  return {
    '100 planets': Array.from(
      { length: 1000 },
      (_, i) => `${wiki}/locations/planets?universe=${universe}&limit=100&offset=${i * step}&n=${i}`,
    ),
    'one article': q(titles).map((title) => `${wiki}/${universe}/characters/${title}`),
    search: q(words).map((word, i) => `${wiki}/${universe}/search?q=${word}&n=${i}`),
    suggest: q(words).map((word, i) => `${wiki}/${universe}/suggest?q=${word.slice(0, -1)}&n=${i}`),
    counts: Array.from({ length: 5000 }, (_, i) => `${wiki}/canon/summary?universe=${universe}&n=${i}`),
  };
}

const distinct = (paths, round) => paths.map((path) => `${path}${path.includes('?') ? '&' : '?'}round=${round}`);
const NEVER_AGAIN = 100_000;

async function http(cacheDir) {
  const service = await startProgram(main, base(cacheDir));
  await until(async () => (await (await fetch(`${service.url}/prefetch/status`)).json()).is_complete, 600_000);
  const asked = await questions(service.url);
  const ids = await idsOf(service.url);
  for (const [name, paths] of Object.entries(asked)) await repeated(service, name, paths[0]);
  const fresh = {};
  let round = 0;
  for (const [name, paths] of Object.entries(asked)) {
    const many = Array.from({ length: Math.ceil(NEVER_AGAIN / paths.length) }, () => distinct(paths, round++)).flat();
    fresh[name] = await load(service.port, many, { seconds });
  }
  const sql = await bareSql(ids);
  for (const [name, limit] of [
    ['100 planets', sql.many],
    ['one article', sql.one],
    ['search', sql.ten],
  ]) {
    const { perSecond, p99 } = fresh[name];
    const ratio = perSecond / limit;
    row(
      `${name}, never repeated`,
      `${rps(perSecond)}, p99 ${p99.toFixed(1)} ms`,
      `${rps(limit)} of bare SQL`,
      ratio,
      '>= 0.6, p99 < 20 ms',
      ratio >= 0.6 && p99 < 20,
    );
  }
  for (const name of ['suggest', 'counts']) {
    const { perSecond, p99 } = fresh[name];
    row(
      `${name}, never repeated`,
      `${rps(perSecond)}, p99 ${p99.toFixed(1)} ms`,
      'p99 20 ms (asks no SQL)',
      p99 / 20,
      '<= 1',
      p99 < 20,
    );
  }
  await underPrefetch(service, asked);
  const memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  row(
    'memory of the serving process, at most',
    `${memory.toFixed(0)} MB`,
    '256 MB',
    memory / 256,
    '<= 1',
    memory <= 256,
  );
  await service.stop();
  await restart(cacheDir);
  const files = await startProgram(
    main,
    base(cacheDir, { DATABASE_URL: 'none', PREFETCH_ON_START: 'false' }),
    '/api/v1/wiki/canon/summary',
  );
  for (const [name, paths] of Object.entries(asked)) {
    const many = Array.from({ length: Math.ceil(NEVER_AGAIN / paths.length) }, () => distinct(paths, round++)).flat();
    const { perSecond } = await load(files.port, many, { seconds });
    const ratio = perSecond / fresh[name].perSecond;
    row(
      `${name} from files, never repeated`,
      rps(perSecond),
      `${rps(fresh[name].perSecond)} from Postgres`,
      ratio,
      '>= 0.5',
      ratio >= 0.5,
    );
  }
  await files.stop();
}

async function repeated(service, name, path) {
  const body = Buffer.from(await (await fetch(service.url + path)).arrayBuffer());
  const bare = await startProgram(join(root, 'bench/bare-http.cjs'), { BODY_BYTES: String(body.length) }, '/');
  const ours = [];
  const limits = [];
  for (let i = 0; i < 3; i++) {
    limits.push((await load(bare.port, ['/'], { seconds: seconds / 2 })).perSecond);
    ours.push((await load(service.port, [path], { seconds: seconds / 2 })).perSecond);
  }
  await bare.stop();
  const ratio = median(ours) / median(limits);
  row(`${name}, repeated`, rps(median(ours)), `${rps(median(limits))} of node:http`, ratio, '>= 0.7', ratio >= 0.7);
}

async function idsOf(url) {
  const page = await (await fetch(`${url}/api/v1/wiki/${universe}/articles?limit=200`)).json();
  return page.items.map(({ id }) => id);
}

async function bareSql(ids) {
  const result = {};
  for (const [name, size] of [
    ['one', 1],
    ['ten', 10],
    ['many', 100],
  ]) {
    const lists = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: size }, (_, j) => ids[(i + j) % ids.length]),
    );
    const file = join(work, 'sql.json');
    const connection = { host: join(work, 'data/postgres'), port: 5432, user: 'postgres', database: 'postgres' };
    const socket = JSON.parse(JSON.stringify(connection));
    writeFileSync(file, JSON.stringify({ connection: socket, universe, idLists: lists, seconds }));
    result[name] = (await measure('sql-once.cjs', { file })).perSecond;
  }
  return result;
}

/** The API at rest and while a forced prefetch runs; the run lasts as long as the load. */
async function underPrefetch(service, asked) {
  const paths = Object.values(asked).flatMap((list) => list.slice(0, 500));
  const rest = await load(service.port, distinct(paths, 'rest'), { connections: 8, seconds });
  const key = { 'x-api-key': 'bench' };
  await fetch(`${service.url}/prefetch/run?universe=${universe}&force_refresh=true`, { method: 'POST', headers: key });
  const busy = await load(service.port, distinct(paths, 'busy'), { connections: 8, seconds: seconds * 2 });
  row(
    'p99 while a prefetch runs',
    `${busy.p99.toFixed(1)} ms`,
    `${rest.p99.toFixed(1)} ms at rest`,
    busy.p99 / rest.p99,
    '<= 3',
    busy.p99 / rest.p99 <= 3,
  );
  await until(async () => !(await (await fetch(`${service.url}/prefetch/status`)).json()).is_running, 600_000);
}

async function restart(cacheDir) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const service = await startProgram(main, base(cacheDir));
    await until(async () => service.log().includes('ALL DONE'), 60_000, 5);
    const { started_at: from, completed_at: to } = (await (await fetch(`${service.url}/prefetch/status`)).json())
      .progress;
    times.push(Date.parse(to) - Date.parse(from));
    await service.stop();
  }
  row(
    'restart with nothing changed, to completed',
    ms(median(times)),
    '500 ms',
    median(times) / 500,
    '<= 1',
    median(times) <= 500,
  );
}

/** 500 small images from a local host that takes 20 ms, 20 workers. */
async function images() {
  const count = 500;
  const dir = join(work, 'pictures');
  makeImages(dir, count);
  const host = createServer(async (request, response) => {
    await sleep(20);
    response.setHeader('content-type', 'image/png').end(readFileSync(join(dir, 'files', request.url.slice(1))));
  }).listen(0, '127.0.0.1');
  await sleep(50);
  const { port } = host.address();
  const records = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      title: `Picture ${i}`,
      infobox: { type: 'Planet', fields: [] },
      image: `http://127.0.0.1:${port}/${i}.png`,
    }),
  );
  writeFileSync(join(dir, universe, 'articles.jsonl'), records.join('\n'));
  const service = await startProgram(
    main,
    base(dir, {
      DATABASE_URL: 'none',
      PREFETCH_IMAGES: 'true',
      IMAGE_CATEGORIES: 'all',
      IMAGE_CACHE_DIR: join(work, 'fetched'),
      IMAGE_ALLOWED_HOSTS: `127.0.0.1:${port}`,
    }),
  );
  await until(async () => service.log().includes('ALL DONE'), 120_000, 20);
  const stage = service
    .log()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .find(({ msg }) => msg === 'STAGE 2 done');
  await service.stop();
  host.close();
  const limit = (count * 20) / 20;
  row(
    `${count} images, 20 ms latency, 20 workers`,
    ms(stage.seconds * 1000),
    `${ms(limit)} of latency alone (decoding comes on top)`,
    (stage.seconds * 1000) / limit,
    '<= 1.3 plus decoding',
    stage.seconds * 1000 <= limit * 1.3 + count * 8,
  );
}

function makeImages(dir, count) {
  const script = `
    const sharp = require('sharp'); const { mkdirSync } = require('node:fs');
    mkdirSync(process.argv[1] + '/files', { recursive: true }); mkdirSync(process.argv[1] + '/${universe}', { recursive: true });
    (async () => { for (let i = 0; i < ${count}; i++) await sharp({ create: { width: 120, height: 90, channels: 3, background: { r: i % 256, g: (i * 7) % 256, b: 90 } } }).png().toFile(process.argv[1] + '/files/' + i + '.png'); })();`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script, dir], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

process.env.ADMIN_API_KEY = 'bench';
try {
  const cacheDir = values['cache-dir'] ?? join(work, 'cache');
  if (!existsSync(cacheDir)) makeCorpus(cacheDir, Number(values.articles));
  // The index that an earlier run leaves.
  await measure('build-once.cjs', { universe, cacheDir });
  if (wanted.has('boot')) await boot(cacheDir);
  if (wanted.has('build')) await build(cacheDir);
  if (wanted.has('http')) await http(cacheDir);
  if (wanted.has('images')) await images();
} finally {
  rmSync(work, { recursive: true, force: true });
}
const machine = { cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version };
const report = { at: new Date().toISOString(), machine, articles: Number(values.articles), rows };
writeFileSync(values.out, JSON.stringify(report, null, 2));
const widest = Math.max(...rows.map(({ name }) => name.length));
console.log(`\n${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}\n`);
for (const { name, value, limit, ratio, reach, ok } of rows) {
  console.log(
    `${ok ? '  ' : '! '}${name.padEnd(widest)}  ${String(ratio).padStart(7)}  reach ${reach.padEnd(22)}  ${value} against ${limit}`,
  );
}
console.log(`\n${values.out}`);
