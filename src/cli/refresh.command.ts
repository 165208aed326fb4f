import { parseArgs } from 'node:util';
import { refreshWiki } from '../prefetch/fill/refresh-wiki';
import { readHtmlMode } from './crawl.command';
import { describeCoverage, openFill, openWikiAccess, readCount, runFill } from './fill-setup';

const HELP = `Usage: npm run cache:refresh -- --universe ID [options]

Brings a universe's file cache up to date from its wiki's recent changes: only what changed is fetched. Where the wiki's
list of changes does not reach back to the last run, the whole listing is compared. Needs WIKI_CONTACT.

  --universe ID        the universe to refresh
  --full               compare the whole listing in any case
  --html MODE          auto (default), always or never: see cache:crawl
  --delay-ms N         between two requests, default 1000
  --max-requests N     stop after so many requests
  --allow-shrink       publish although more than a fifth of the articles would be gone
  --cache-dir DIR      instead of CACHE_DIR
  --help               this text`;

const LABELS = { comparing: 'Comparing the listing', pages: 'Fetching changed pages', writing: 'Writing articles' };

/** `cache:refresh`. */
export async function refreshCommand(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      universe: { type: 'string' },
      full: { type: 'boolean', default: false },
      html: { type: 'string', default: 'auto' },
      'delay-ms': { type: 'string' },
      'max-requests': { type: 'string' },
      'allow-shrink': { type: 'boolean', default: false },
      'cache-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const html = readHtmlMode(values.html);
  const limits = {
    delayMs: readCount(values['delay-ms'], 'delay-ms'),
    maxRequests: readCount(values['max-requests'], 'max-requests'),
  };
  const setup = await openFill(values.universe, values['cache-dir']);
  const { access, close } = await openWikiAccess(setup, limits);
  await runFill(setup, async () => {
    const result = await refreshWiki({
      ...access,
      definition: setup.definition,
      cacheDir: setup.cacheDir,
      full: values.full,
      allowShrink: values['allow-shrink'],
      html,
      onProgress: ({ phase, done, total }) => setup.progress.show(LABELS[phase], done, total),
    });
    setup.progress.stop();
    if (result.comparedAll) console.log('The whole listing was compared.');
    if (result.written) for (const line of describeCoverage(result.written.coverage)) console.log(line);
    console.log(
      result.written
        ? `Refreshed: ${result.fetched} fetched, ${result.deleted} deleted, ${result.requests} requests`
        : `Nothing has changed (${result.requests} requests)`,
    );
  }).finally(close);
}
