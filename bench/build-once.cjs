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
  // The last report of progress comes when every record is read and in its category.
  let categorisedAt = startedAt;
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
    () => (categorisedAt = performance.now()),
  );
  const ms = performance.now() - startedAt;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const { info, key } = result;
  console.log(JSON.stringify({ ms, categorisedMs: categorisedAt - startedAt, articles: info.articles, key, peakMb }));
})();
