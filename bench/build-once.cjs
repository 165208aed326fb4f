'use strict';
// The categorise stage, alone in a fresh process, as the worker thread runs it.
const { buildDataset } = require('../dist/src/prefetch/categorise/build-dataset.js');
const { loadUniverseDefinitions } = require('../dist/src/universe/load-universe-definitions.js');
const { genericDefinition } = require('../dist/src/universe/universe-definition.js');
const { join } = require('node:path');
const { universe, cacheDir } = JSON.parse(process.argv[2]);

(async () => {
  const definitions = await loadUniverseDefinitions(join(__dirname, '../universes'), () => undefined);
  const startedAt = performance.now();
  const result = await buildDataset(
    {
      universe,
      definition: definitions.get(universe) ?? genericDefinition(universe),
      cacheDir,
      sourceDir: cacheDir,
      contentDir: join(cacheDir, 'none'),
      dataDir: cacheDir,
      ttlDays: 7,
      force: true,
      allowShrink: true,
    },
    () => undefined,
  );
  const ms = performance.now() - startedAt;
  console.log(
    JSON.stringify({ ms, articles: result.info.articles, key: result.key, rssMb: process.memoryUsage().rss / 2 ** 20 }),
  );
})();
