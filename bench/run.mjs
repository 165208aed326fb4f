// The benchmarks: a table for people, JSON for machines. `--help` says more.
import { cpus, tmpdir, totalmem } from 'node:os';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from './bench.mjs';
import { compare } from './compare.mjs';
import { measure, root } from './lab.mjs';
import { writePage } from './page.mjs';
import { boot } from './sections/boot.mjs';
import { build } from './sections/build.mjs';
import { growth } from './sections/growth.mjs';
import { images } from './sections/images.mjs';
import { serving } from './sections/serving.mjs';
import { sideBySide } from './sections/side-by-side.mjs';
import { texts } from './sections/texts.mjs';

const SECTIONS = 'boot,build,serving,texts,images,side-by-side,growth';
const HELP = `Usage: npm run bench -- [--articles N] [--cache-dir D --universe ID] [--out FILE] [--seconds S] [--only a,b]
       npm run bench -- --compare A.json B.json

  --articles N     size of the invented universe (52986)
  --cache-dir D    a native file cache to measure instead of an invented one, with --universe ID
  --seconds S      length of each load (3)
  --sizes A,B      further sizes for growth (250000,1000000)
  --only NAMES     ${SECTIONS}
  --out FILE       where the JSON goes (bench/last.json)
  --page           puts the figures into bench/README.md as well
  --compare A B    shows ratios that became worse by a fifth or more; exit 1 if there are any
`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      articles: { type: 'string', default: '52986' },
      'cache-dir': { type: 'string' },
      universe: { type: 'string', default: 'corpus' },
      seconds: { type: 'string', default: '3' },
      sizes: { type: 'string', default: '250000,1000000' },
      only: { type: 'string', default: SECTIONS },
      out: { type: 'string', default: join(root, 'bench/last.json') },
      page: { type: 'boolean', default: false },
      compare: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void console.log(HELP);
  if (values.compare) return void (process.exitCode = compare(...positionals));
  const unknown = values.only.split(',').filter((name) => !SECTIONS.split(',').includes(name));
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${SECTIONS}`);
  const work = mkdtempSync(join(tmpdir(), 'lorekeeper-bench-'));
  // As root, Postgres runs as another user, who must get into it.
  chmodSync(work, 0o711);
  try {
    const found = report(await measureAll(values, work), values.out);
    if (values.page) writePage(found);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function measureAll(values, work) {
  const articles = Number(values.articles);
  const { universe, seconds } = values;
  const bench = new Bench({ work, universe, articles, seconds: Number(seconds), cacheDir: join(work, 'cache') });
  // The index is written beside the files: a given cache is copied, not touched.
  if (values['cache-dir']) copyCache(values['cache-dir'], bench);
  else bench.invent(bench.cacheDir, articles);
  const has = (section) => values.only.split(',').includes(section);
  await measure('build-once.cjs', { universe, cacheDir: bench.cacheDir });
  if (has('boot')) await boot(bench);
  if (has('build')) await build(bench);
  if (has('serving')) await serving(bench);
  if (has('texts')) await texts(bench);
  if (has('images')) await images(bench);
  if (has('side-by-side')) await sideBySide(bench);
  if (has('growth')) await growth(bench, [articles, ...values.sizes.split(',').map(Number)]);
  return bench;
}

function copyCache(from, bench) {
  mkdirSync(bench.cacheDir, { recursive: true });
  cpSync(join(from, bench.universe), join(bench.cacheDir, bench.universe), { recursive: true });
}

function report({ articles, rows }, out) {
  const machine = { cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version };
  const found = { at: new Date().toISOString(), machine, articles, rows };
  writeFileSync(out, JSON.stringify(found, null, 2));
  const widest = Math.max(...rows.map(({ name }) => name.length));
  console.log(`\n${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}\n`);
  for (const { name, value, limit, ratio, reach, ok } of rows) {
    const figures = `${String(ratio).padStart(7)}  reach ${reach.padEnd(24)}  ${value} against ${limit}`;
    console.log(`${ok === false ? '! ' : '  '}${name.padEnd(widest)}  ${figures}`);
  }
  const judged = rows.filter(({ ok }) => ok !== null);
  console.log(`\n${judged.filter(({ ok }) => ok).length} of ${judged.length} reached; ${out}`);
  return found;
}

try {
  await main();
} catch (error) {
  console.error(error);
  // Programs that were started would keep it waiting; they end with it.
  process.exit(1);
}
