import { reparse } from '../prefetch/fill/reparse';
import { describeCoverage, openFill, runFill } from './fill-setup';
import { readOptions } from './read-options';

const HELP = `Usage: npm run cache:reparse -- --universe ID [options]

Reads again, with the present parsers, what the wiki gave: infoboxes and texts. Nothing is downloaded.

  --universe ID        the universe to read again
  --cache-dir DIR      instead of CACHE_DIR
  --help               this text`;

/** `cache:reparse`. */
export async function reparseCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    universe: { type: 'string' },
    'cache-dir': { type: 'string' },
  });
  if (!values) return;
  const setup = await openFill(values.universe, values['cache-dir']);
  await runFill(setup, async () => {
    const { manifest, coverage } = await reparse({
      definition: setup.definition,
      cacheDir: setup.cacheDir,
      articleText: setup.config.wiki.articleText,
      onWarning: (warning) => setup.progress.say(warning),
      signal: setup.signal,
      onProgress: (done, total) => setup.progress.show('Reading again', done, total),
    });
    setup.progress.stop();
    for (const line of describeCoverage(coverage)) console.log(line);
    console.log(`Articles read again: ${manifest.articles.toLocaleString('en')}`);
  });
}
