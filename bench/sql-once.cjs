'use strict';
// The limit of requests that never repeat: the SQL of one question each through a bare pg pool, prepared.
const { Pool } = require('pg');
const { connection, universe, kind, idLists, seconds } = JSON.parse(
  require('node:fs').readFileSync(JSON.parse(process.argv[2]).file, 'utf8'),
);
const pool = new Pool({ ...connection, max: 9 });
/** An article is made of its whole row; of one in a list only these are shown. */
const COLUMNS = {
  article:
    'a.id, a.title, a.category, a.content, a.infobox, a.extra_metadata, a.image_url, a.image_cached, a.source_url',
  card: `a.id, a.title, a.category, a.content->>'description' AS description, a.content->>'region' AS region,
         a.content->>'system' AS system, a.image_url, a.image_cached, a.source_url`,
};
const text = `SELECT ${COLUMNS[kind]} FROM public.wiki_articles a WHERE a.universe = $1 AND a.id = ANY ($2::bigint[])`;

let next = 0;

/** Answers per second. */
async function ask(forSeconds) {
  let done = 0;
  const startedAt = performance.now();
  const endAt = startedAt + forSeconds * 1000;
  const lane = async () => {
    while (performance.now() < endAt) {
      await pool.query({ name: 'by-id', text, values: [universe, idLists[next++ % idLists.length]] });
      done++;
    }
  };
  await Promise.all(Array.from({ length: 32 }, lane));
  return done / ((performance.now() - startedAt) / 1000);
}

async function main() {
  // Connecting, and compiling what is used, do not count.
  await ask(seconds / 2);
  console.log(JSON.stringify({ perSecond: await ask(seconds) }));
}
main().then(() => process.exit(0));
