'use strict';
// The limit of requests that never repeat: the SQL of one question each through a bare pg pool, prepared.
require('../test/harness/run-ts.cjs');
const { Pool } = require('pg');
const { ARTICLES_BY_ID, CARDS_BY_ID } = require('../src/database/repositories/article.repository.ts');
const { TEXTS_BY_ID } = require('../src/database/repositories/text.repository.ts');
const { connection, universe, key, kind, idLists, seconds } = JSON.parse(
  require('node:fs').readFileSync(JSON.parse(process.argv[2]).file, 'utf8'),
);
const pool = new Pool({ ...connection, max: 9 });
const text = { article: ARTICLES_BY_ID, card: CARDS_BY_ID, text: TEXTS_BY_ID }[kind];

let next = 0;

/** Answers per second. */
async function ask(forSeconds) {
  let done = 0;
  const startedAt = performance.now();
  const endAt = startedAt + forSeconds * 1000;
  const worker = async () => {
    while (performance.now() < endAt) {
      const ids = idLists[next++ % idLists.length];
      const { rowCount } = await pool.query({ name: 'by-id', text, values: [universe, ids, key] });
      if (rowCount !== ids.length) throw new Error(`${rowCount} of ${ids.length} rows`);
      done++;
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  return done / ((performance.now() - startedAt) / 1000);
}

async function main() {
  // Connecting, and compiling what is used, do not count.
  await ask(seconds / 2);
  console.log(JSON.stringify({ perSecond: await ask(seconds) }));
}
main().then(() => process.exit(0));
