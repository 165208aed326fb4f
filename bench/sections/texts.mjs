import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAIN, megabytes, ms, peakMegabytes, perSecond } from '../bench.mjs';
import { measure, median, medianRatio, quiet, startProgram } from '../lab.mjs';
import { Supply, titlesOf } from '../questions.mjs';
import { askSql, completed, neverRepeated, rowsOf } from './serving.mjs';

const WIKI = '/api/v1/wiki';
const ROUNDS = 3;
const MEMORY_MB = 256;
/** Of a text's bytes that Postgres may take for it. */
const STORED_SHARE = 0.6;
const FIRST = 3;
/** Texts that an answer reads: a question's passages are mostly of different articles. */
const ROWS_OF = { sections: 1, passages: 8 };

/** Whole texts: the same universe with a text for every article, against itself without. */
export async function texts(bench) {
  const withTexts = bench.at(join(bench.work, 'texts'));
  withTexts.invent(withTexts.cacheDir, bench.articles, ['--text']);
  await building(bench, withTexts);
  const questions = JSON.parse(readFileSync(join(withTexts.cacheDir, `questions-${bench.universe}.json`), 'utf8'));
  await serving(withTexts, questions);
}

async function building(bench, withTexts) {
  const { universe } = bench;
  const builds = { with: [], without: [] };
  for (let round = 0; round < ROUNDS; round++) {
    builds.without.push((await measure('build-once.cjs', { universe, cacheDir: bench.cacheDir })).ms);
    builds.with.push((await measure('build-once.cjs', { universe, cacheDir: withTexts.cacheDir })).ms);
  }
  const cacheDirs = [bench.cacheDir, withTexts.cacheDir];
  const dataDir = join(bench.work, 'load-texts');
  const { times, stored, text } = await measure('publish-once.cjs', { universe, cacheDirs, dataDir, rounds: ROUNDS });
  const without = builds.without.map((build, round) => build + times[0][round]);
  const whole = builds.with.map((build, round) => build + times[1][round]);
  bench.row(`build and load with ${megabytes(text / 1e6)} of text`, {
    value: `${ms(median(builds.with))} + ${ms(median(times[1]))}`,
    limit: `${ms(median(builds.without))} + ${ms(median(times[0]))} without`,
    ratio: medianRatio(whole, without),
    atMost: 3,
  });
  bench.row('texts in Postgres', {
    value: megabytes(stored / 1e6),
    limit: `${megabytes(text / 1e6)} of text`,
    ratio: stored / text,
    atMost: STORED_SHARE,
  });
}

async function serving(bench, questions) {
  const service = await startProgram(MAIN, bench.env());
  await completed(service);
  const asked = await pathsOf(bench, service, questions);
  await quiet();
  await hits(bench, service, questions);
  const rows = await rowsOf(bench, service);
  const rates = {};
  for (const [name, supply] of Object.entries(asked)) {
    const limit = () => askSql(bench, { ...rows, count: ROWS_OF[name], kind: 'text' });
    const found = await neverRepeated(bench, service, supply, { limit });
    rates[name] = median(found.rates);
    bench.row(`${name}, never repeated`, {
      value: `${perSecond(rates[name])}, p99 ${found.p99.toFixed(1)} ms`,
      limit: `${perSecond(median(found.limits))} of bare SQL`,
      ratio: medianRatio(found.rates, found.limits),
      atLeast: 0.3,
      also: { text: 'p99 under 20 ms', met: found.p99 < 20 },
    });
  }
  memory(bench, service, 'Postgres and files');
  await service.stop();
  await fromFiles(bench, asked, rates);
}

async function fromFiles(bench, asked, fromPostgres) {
  const env = bench.env(bench.cacheDir, { DATABASE_URL: 'none', PREFETCH_ON_START: 'false' });
  const files = await startProgram(MAIN, env, `${WIKI}/canon/summary`);
  for (const [name, supply] of Object.entries(asked)) {
    const { rates, p99 } = await neverRepeated(bench, files, supply);
    bench.row(`${name} from files, never repeated`, {
      value: `${perSecond(median(rates))}, p99 ${p99.toFixed(1)} ms`,
      limit: `${perSecond(fromPostgres[name])} from Postgres`,
      ratio: median(rates) / fromPostgres[name],
      atLeast: 0.5,
      also: { text: 'p99 under 20 ms', met: p99 < 20 },
    });
  }
  memory(bench, files, 'files alone');
  await files.stop();
}

function memory(bench, { pid }, source) {
  const peak = peakMegabytes(pid);
  bench.row(`memory of the serving process with texts, from ${source}`, {
    value: megabytes(peak),
    limit: megabytes(MEMORY_MB),
    ratio: peak / MEMORY_MB,
    atMost: 1,
  });
}

async function pathsOf({ universe }, service, questions) {
  const titles = await titlesOf(async (path) => (await fetch(service.url + path)).json(), universe);
  return {
    sections: new Supply(titles.map(({ title }) => `${WIKI}/${universe}/sections/${encodeURIComponent(title)}`)),
    passages: new Supply(questions.map(({ question }) => passagesPath(universe, question))),
  };
}

function passagesPath(universe, question) {
  return `${WIKI}/${universe}/passages?q=${encodeURIComponent(question)}`;
}

/** For how many questions the section that answers them is among the first passages. */
async function hits(bench, service, questions) {
  let found = 0;
  const some = questions.filter((_, i) => i % 5 === 0);
  for (const { question, title, heading } of some) {
    const answer = await (await fetch(service.url + passagesPath(bench.universe, question))).json();
    found += answer.passages.slice(0, FIRST).some((one) => one.title === title && one.heading === heading) ? 1 : 0;
  }
  bench.row('questions answered by one of the first three passages', {
    value: `${found}`,
    limit: `${some.length} asked`,
    ratio: found / some.length,
    atLeast: 0.9,
  });
}
