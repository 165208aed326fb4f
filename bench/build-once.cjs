'use strict';
// The categorise stage, in a process of its own, as the service runs it.
require('../test/harness/run-ts.cjs');
const { buildInProcess } = require('../src/prefetch/categorise/run-build.ts');
const { loadUniverseDefinitions } = require('../src/universe/load-universe-definitions.ts');
const { genericDefinition } = require('../src/universe/universe-definition.ts');
const { join } = require('node:path');
const { universe, cacheDir } = JSON.parse(process.argv[2]);

(async () => {
  const definitions = await loadUniverseDefinitions(join(__dirname, '../universes'), () => undefined);
  const script = join(__dirname, '../dist/categorise.process.js');
  const startedAt = performance.now();
  // The last report of progress comes when every record has been read, categorised and made a row.
  let categorisedAt = startedAt;
  const result = await buildInProcess(script)(
    {
      universe,
      definition: definitions.get(universe) ?? genericDefinition(universe),
      indexDir: join(cacheDir, '.index'),
      sourceDir: cacheDir,
      contentDir: join(cacheDir, 'none'),
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
