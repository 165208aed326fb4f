import { parseArgs } from 'node:util';
import { crawlWiki } from '../prefetch/fill/crawl-wiki';
import type { HtmlMode } from '../mediawiki/crawl/crawl';
import { describeCoverage, openFill, openWikiAccess, readCount, runFill } from './fill-setup';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run cache:crawl -- --universe ID [options]

Crawls the universe's wiki by its api.php into the file cache: politely, one request at a time. Needs WIKI_CONTACT, your
mail address or a page about you, which the wiki is told. Until everything is fetched, the data are as they were.

  --universe ID        the universe to fill; its file names the wiki
  --resume             go on where an interrupted crawl stopped; without it a crawl begins anew
  --html MODE          auto (default), always or never: fetch rendered pages, one request each, where the wiki has no
                       infobox properties
  --delay-ms N         between two requests, default 1000
  --max-requests N     stop after so many requests; go on with --resume
  --allow-shrink       replace the data although more than a fifth of the articles would be gone
  --cache-dir DIR      instead of CACHE_DIR
  --help               this text`;

const LABELS = {
  listing: 'Listing pages',
  pages: 'Fetching pages',
  html: 'Fetching HTML',
  images: 'Asking for images',
  writing: 'Writing articles',
};

/** `cache:crawl`. */
export async function crawlCommand(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      universe: { type: 'string' },
      resume: { type: 'boolean', default: false },
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
    const { manifest, coverage, requests } = await crawlWiki({
      ...access,
      definition: setup.definition,
      cacheDir: setup.cacheDir,
      resume: values.resume,
      allowShrink: values['allow-shrink'],
      html,
      onProgress: ({ phase, done, total }) => setup.progress.show(LABELS[phase], done, total),
    });
    setup.progress.stop();
    for (const line of describeCoverage(coverage)) console.log(line);
    console.log(
      `Articles crawled: ${manifest.articles.toLocaleString('en')} with ${requests.toLocaleString('en')} requests`,
    );
  }).finally(close);
}

/** auto, always or never. */
export function readHtmlMode(text: string): HtmlMode {
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new UsageError('--html takes auto, always or never');
}
