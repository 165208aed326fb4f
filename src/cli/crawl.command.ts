import { crawlWiki } from '../prefetch/fill/crawl-wiki';
import { fillFromWiki, WIKI_OPTIONS, WIKI_OPTIONS_HELP } from './fill-from-wiki';
import { describeCoverage } from './fill-setup';
import { readOptions } from './read-options';

const HELP = `Usage: npm run cache:crawl -- --universe ID [options]

Crawls the universe's wiki by its api.php into the file cache, with the whole text of every article (ARTICLE_TEXT=lead:
its first paragraph only): politely, one request at a time. Needs WIKI_CONTACT, your mail address or a page about you,
which the wiki is told. Until everything is fetched, the data are as they were.

  --universe ID        the universe to fill; its file names the wiki
  --resume             go on where an interrupted crawl stopped; without it a crawl begins anew
  --html MODE          auto, always or never: fetch rendered pages, one request each, where the wiki has no infobox
                       properties; without it as the universe's file says, else auto
${WIKI_OPTIONS_HELP}`;

const LABELS = {
  listing: 'Listing pages',
  pages: 'Fetching pages',
  html: 'Fetching HTML',
  images: 'Asking for images',
  writing: 'Writing articles',
};

/** `cache:crawl`. */
export async function crawlCommand(argv: string[]): Promise<void> {
  const options = { ...WIKI_OPTIONS, resume: { type: 'boolean', default: false } } as const;
  const values = readOptions(argv, HELP, options);
  if (!values) return;
  await fillFromWiki(values, async (fill, progress) => {
    const { manifest, coverage, requests } = await crawlWiki({
      ...fill,
      resume: values.resume,
      onProgress: ({ phase, done, total }) => progress.show(LABELS[phase], done, total),
    });
    const articles = manifest.articles.toLocaleString('en');
    return [
      ...describeCoverage(coverage),
      `Articles crawled: ${articles} with ${requests.toLocaleString('en')} requests`,
    ];
  });
}
