import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAIN, megabytes, ms, peakMegabytes, perSecond, watchBuilder } from '../bench.mjs';
import { load, measure, median, medianRatio, quiet, root, startProgram, until } from '../lab.mjs';
import { questionsOf, Supply } from '../questions.mjs';

const WIKI = '/api/v1/wiki';
const ROUNDS = 5;
const TURNS = 3;
const RESTARTS = 5;
const MEMORY_MB = 256;
/** More than any program answers here in a second. */
const MOST_PER_SECOND = 60_000;
/** Rows that the SQL of a kind of question reads; those that are not here are answered from the directory alone. */
const ROWS_OF = { '100 planets': 100, 'one article': 1, search: 10 };

/** The service with its Postgres, at rest and at work; then the same without Postgres. */
export async function serving(bench) {
  const service = await startProgram(MAIN, bench.env());
  const watch = watchBuilder(service.pid);
  const asked = await prepared(service, bench);
  await quiet();
  for (const [name, supply] of Object.entries(asked)) await repeated(bench, service, name, supply.paths[0]);
  const rows = await rowsOf(bench, service);
  const fresh = {};
  for (const [name, supply] of Object.entries(asked)) {
    const limit = ROWS_OF[name] && (() => bareSql(bench, name, rows));
    fresh[name] = await neverRepeated(bench, service, supply, { limit });
    freshRow(bench, name, fresh[name]);
  }
  await duringPrefetch(bench, service, asked);
  const memory = peakMegabytes(service.pid);
  const builder = watch.stop();
  await service.stop();
  bench.row('memory of the serving process, at most', {
    value: `${megabytes(memory)} (${megabytes(builder)} where it is built)`,
    limit: megabytes(MEMORY_MB),
    ratio: memory / MEMORY_MB,
    atMost: 1,
  });
  await restart(bench);
  await fromFiles(bench, asked, fresh);
}

async function prepared(service, bench) {
  await completed(service);
  const asked = await questionsOf(service.url, bench.universe);
  return Object.fromEntries(Object.entries(asked).map(([name, paths]) => [name, new Supply(paths)]));
}

/** Waits until every run has ended and Postgres answers, where there is one. */
export async function completed(service, source = 'postgres', limitMs = 600_000) {
  await until(async () => (await (await fetch(`${service.url}/prefetch/status`)).json()).is_complete, limitMs);
  const isServed = async () => (await fetch(`${service.url}${WIKI}/universes`)).headers.get('x-data-source') === source;
  await until(isServed, 30_000);
}

async function repeated(bench, service, name, path) {
  const body = Buffer.from(await (await fetch(service.url + path)).arrayBuffer());
  const bare = await startProgram(join(root, 'bench/bare-http.cjs'), { BODY_BYTES: String(body.length) }, '/');
  const seconds = bench.seconds / 3;
  const ours = [];
  const limits = [];
  await load(service.port, [path], { seconds });
  await load(bare.port, ['/'], { seconds });
  for (let round = 0; round < ROUNDS; round++) {
    limits.push((await load(bare.port, ['/'], { seconds })).perSecond);
    ours.push((await load(service.port, [path], { seconds })).perSecond);
  }
  await bare.stop();
  bench.row(`${name}, repeated`, {
    value: perSecond(median(ours)),
    limit: `${perSecond(median(limits))} of node:http`,
    ratio: medianRatio(ours, limits),
    atLeast: 0.5,
  });
}

/**
 * Requests per second and p99 of questions that are never asked again, and what `limit` measures, in turn. The code that
 * answers is compiled by the engine as it is used: the first moments do not count.
 */
export async function neverRepeated({ seconds }, service, supply, { limit, connections = 32 } = {}) {
  const options = { connections, seconds: seconds / 2 };
  const ask = () => load(service.port, supply.take(options.seconds * MOST_PER_SECOND), options);
  await ask();
  const ours = [];
  const limits = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await ask());
    if (limit) limits.push(await limit());
  }
  return { rates: ours.map(({ perSecond }) => perSecond), limits, p99: median(ours.map(({ p99 }) => p99)) };
}

function freshRow(bench, name, { rates, limits, p99 }) {
  const value = `${perSecond(median(rates))}, p99 ${p99.toFixed(1)} ms`;
  if (limits.length === 0) {
    const limit = '20 ms (no SQL to compare with)';
    bench.row(`${name}, never repeated`, { value, limit, ratio: p99 / 20, atMost: 1 });
    return;
  }
  bench.row(`${name}, never repeated`, {
    value,
    limit: `${perSecond(median(limits))} of bare SQL`,
    ratio: medianRatio(rates, limits),
    atLeast: 0.6,
    also: { text: 'p99 under 20 ms', met: p99 < 20 },
  });
}

/** The dataset's key, and ids of articles to ask for. */
export async function rowsOf({ universe }, service) {
  const universes = await (await fetch(`${service.url}${WIKI}/universes`)).json();
  const { dataset_version: key } = universes.find(({ id }) => id === universe);
  const ids = [];
  for (let cursor = ''; ids.length < 20_000 && cursor !== null;) {
    const path = `${WIKI}/${universe}/articles?limit=200&cursor=${encodeURIComponent(cursor)}`;
    const page = await (await fetch(service.url + (cursor ? path : path.replace(/&cursor=$/, '')))).json();
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor ?? null;
  }
  return { key, ids };
}

/** Requests per second of the same statement, prepared, with other ids each time. */
function bareSql(bench, name, rows) {
  const count = ROWS_OF[name];
  return askSql(bench, { ...rows, count, kind: count === 1 ? 'article' : 'card' });
}

/** Requests per second of the statement of a kind, which reads `count` rows. */
export async function askSql(bench, { key, ids, count, kind }) {
  const { universe } = bench;
  const idLists = Array.from({ length: 5000 }, (_, i) =>
    Array.from({ length: count }, (_, j) => ids[(i * 7919 + j * (count === 10 ? 131 : 1)) % ids.length]),
  );
  const file = join(bench.work, 'sql.json');
  // Postgres itself says where it listens.
  const said = readFileSync(join(bench.work, 'data/postgres/data/postmaster.pid'), 'utf8').split('\n');
  const connection = { host: said[4], port: Number(said[3]), user: 'postgres', database: 'postgres' };
  writeFileSync(file, JSON.stringify({ connection, universe, key, kind, idLists, seconds: bench.seconds / 2 }));
  return (await measure('sql-once.cjs', { file })).perSecond;
}

/** The API at rest and while a forced run goes on, in turn. */
async function duringPrefetch(bench, service, asked) {
  const rests = [];
  const busies = [];
  const delays = [];
  for (let turn = 0; turn < TURNS; turn++) {
    rests.push(await mixture(bench, service, asked));
    await loopDelay(service);
    await startRun(bench, service);
    busies.push(await mixture(bench, service, asked));
    delays.push(await loopDelay(service));
    await completed(service);
    await quiet();
  }
  bench.row('p99 while a prefetch runs', {
    value: ms(median(busies)),
    limit: `${ms(median(rests))} at rest`,
    ratio: medianRatio(busies, rests),
    atMost: 3,
  });
  const delay = median(delays);
  bench.row('event-loop delay while a prefetch runs, p99', {
    value: ms(delay),
    limit: '20 ms',
    ratio: delay / 20,
    atMost: 1,
  });
}

/** p99 of questions of every kind in turn, in ms. */
async function mixture({ seconds }, service, asked) {
  const paths = Object.values(asked).flatMap((supply) => supply.take(6000));
  return (await load(service.port, interleaved(paths, 5), { connections: 8, seconds })).p99;
}

async function startRun({ universe }, service) {
  const path = `${service.url}/prefetch/run?universe=${universe}&force_refresh=true`;
  const { status } = await fetch(path, { method: 'POST', headers: { 'x-api-key': 'bench' } });
  if (status !== 202) throw new Error(`the run did not start: ${status}`);
}

/** Of each kind in turn. */
function interleaved(paths, kinds) {
  const each = paths.length / kinds;
  return paths.map((_, i) => paths[(i % kinds) * each + Math.floor(i / kinds)]);
}

/** p99 since the last call, in ms. */
async function loopDelay(service) {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^lorekeeper_event_loop_delay_seconds\{quantile="0\.99"\} (\S+)/m.exec(text)?.[1]) * 1000;
}

async function restart(bench) {
  const runs = [];
  const wholes = [];
  for (let round = 0; round < RESTARTS; round++) {
    const startedAt = Date.now();
    const service = await startProgram(MAIN, bench.env(), null);
    await service.says('ALL DONE');
    const { progress } = await (await fetch(`${service.url}/prefetch/status`)).json();
    runs.push(Date.parse(progress.completed_at) - Date.parse(progress.started_at));
    wholes.push(Date.parse(progress.completed_at) - startedAt);
    await service.stop();
  }
  for (const [name, times] of [
    ['restart with nothing changed, its run', runs],
    ['restart with nothing changed, from the spawn of the process', wholes],
  ]) {
    bench.row(name, { value: ms(median(times)), limit: '500 ms', ratio: median(times) / 500, atMost: 1 });
  }
}

async function fromFiles(bench, asked, fresh) {
  const env = bench.env(bench.cacheDir, { DATABASE_URL: 'none', PREFETCH_ON_START: 'false' });
  const files = await startProgram(MAIN, env, `${WIKI}/canon/summary`);
  for (const [name, supply] of Object.entries(asked)) {
    const { rates, p99 } = await neverRepeated(bench, files, supply);
    const [rate, fromPostgres] = [median(rates), median(fresh[name].rates)];
    bench.row(`${name} from files, never repeated`, {
      value: `${perSecond(rate)}, p99 ${p99.toFixed(1)} ms`,
      limit: `${perSecond(fromPostgres)} from Postgres`,
      ratio: rate / fromPostgres,
      atLeast: 0.5,
    });
  }
  await files.stop();
}
