import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { MAIN, megabytes, peakMegabytes, watchBuilder } from '../bench.mjs';
import { quiet, startProgram } from '../lab.mjs';
import { queries, Supply, titlesOf } from '../questions.mjs';
import { completed, neverRepeated } from './serving.mjs';

const WIKI = '/api/v1/wiki';
const MEMORY_MB = 600;

/** The whole main job and its answers at other sizes, against the cost of an article at the first of them. */
export async function growth(bench, sizes) {
  let first = null;
  for (const articles of sizes) {
    const found = await grown(bench, articles);
    first ??= found;
    if (found === first) continue;
    const size = articles.toLocaleString('en');
    bench.row(`cost of an article at ${size}`, {
      value: `${found.perArticle.toFixed(0)} µs`,
      limit: `${first.perArticle.toFixed(0)} µs at ${sizes[0].toLocaleString('en')}`,
      ratio: found.perArticle / first.perArticle,
      atMost: 1.2,
    });
    bench.row(`memory at ${size}`, {
      value: `${megabytes(found.memory)} (${megabytes(found.builder)} where it is built)`,
      limit: megabytes(MEMORY_MB),
      ratio: found.memory / MEMORY_MB,
      atMost: 1,
    });
    for (const [name, p99] of Object.entries(found.p99)) {
      bench.row(`${name} at ${size}, p99`, {
        value: `${p99.toFixed(1)} ms`,
        limit: '20 ms',
        ratio: p99 / 20,
        atMost: 1,
      });
    }
  }
}

/** Categorises and loads so many articles, and asks them, one question after the other. */
async function grown(bench, articles) {
  const dir = join(bench.work, `grown-${articles}`);
  bench.invent(join(dir, 'cache'), articles);
  const service = await startProgram(MAIN, bench.env(join(dir, 'cache'), { DATA_DIR: join(dir, 'data') }));
  const watch = watchBuilder(service.pid);
  await completed(service, 'postgres', 3_600_000);
  const builder = watch.stop();
  const { progress } = await (await fetch(`${service.url}/prefetch/status`)).json();
  if (progress.articles_created !== articles) throw new Error(`${progress.articles_created} of ${articles} articles`);
  const tookMs = Date.parse(progress.completed_at) - Date.parse(progress.started_at);
  const p99 = await asked(bench, service);
  const memory = peakMegabytes(service.pid);
  await service.stop();
  rmSync(dir, { recursive: true, force: true });
  return { perArticle: (tookMs * 1000) / articles, memory, builder, p99 };
}

async function asked(bench, service) {
  const get = async (path) => (await fetch(service.url + path)).json();
  const titles = (await titlesOf(get, bench.universe)).map(({ title }) => title);
  const { universe } = bench;
  const lists = Array.from(
    { length: 5000 },
    (_, i) => `${WIKI}/canon/category/characters?universe=${universe}&limit=50&offset=${i * 10}`,
  );
  const searches = queries(titles).map((q) => `${WIKI}/${universe}/search?q=${encodeURIComponent(q)}`);
  await quiet();
  const p99 = {};
  for (const [name, paths] of Object.entries({ search: searches, lists })) {
    p99[name] = (await neverRepeated(bench, service, new Supply(paths), { connections: 1 })).p99;
  }
  return p99;
}
