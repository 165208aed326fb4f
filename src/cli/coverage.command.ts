import { Problem } from '../problem/problem';
import { measureCoverage } from '../prefetch/fill/measure-coverage';
import { describeCoverage, openFill, runFill } from './fill-setup';
import { readOptions } from './read-options';

const HELP = `Usage: npm run cache:coverage -- --universe ID [options]

Says what a universe's file cache covers and what it lacks: articles without a category, an image, an infobox or a first
paragraph, infoboxes that could not be read, and what the last run changed.

  --universe ID        the universe
  --json               the whole report
  --cache-dir DIR      instead of CACHE_DIR
  --help               this text`;

/** `cache:coverage`. */
export async function coverageCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    universe: { type: 'string' },
    json: { type: 'boolean', default: false },
    'cache-dir': { type: 'string' },
  });
  if (!values) return;
  const setup = await openFill(values.universe, values['cache-dir']);
  await runFill(setup, async () => {
    const report = await measureCoverage(setup.definition, setup.cacheDir);
    if (!report)
      throw new Problem('NOT_FOUND', `There are no data of the universe "${setup.definition.id}" in the file cache.`);
    if (values.json) console.log(JSON.stringify(report, null, 2));
    else for (const line of describeCoverage(report)) console.log(line);
  });
}
