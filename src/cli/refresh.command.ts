import { refreshWiki } from '../prefetch/fill/refresh-wiki';
import { fillFromWiki, WIKI_OPTIONS, WIKI_OPTIONS_HELP } from './fill-from-wiki';
import { describeCoverage } from './fill-setup';
import { readOptions } from './read-options';

const HELP = `Usage: npm run cache:refresh -- --universe ID [options]

Brings a universe's file cache up to date from its wiki's recent changes: only what changed is fetched. Where the wiki's
list of changes does not reach back to the last run, the whole listing is compared. Needs WIKI_CONTACT.

  --universe ID        the universe to refresh
  --full               compare the whole listing in any case
  --html MODE          auto, always or never: see cache:crawl
${WIKI_OPTIONS_HELP}`;

const LABELS = { comparing: 'Comparing the listing', pages: 'Fetching changed pages', writing: 'Writing articles' };

/** `cache:refresh`. */
export async function refreshCommand(argv: string[]): Promise<void> {
  const options = { ...WIKI_OPTIONS, full: { type: 'boolean', default: false } } as const;
  const values = readOptions(argv, HELP, options);
  if (!values) return;
  await fillFromWiki(values, async (fill, progress) => {
    const { written, comparedAll, fetched, deleted, failed, requests } = await refreshWiki({
      ...fill,
      full: values.full,
      onProgress: ({ phase, done, total }) => progress.show(LABELS[phase], done, total),
    });
    return [
      ...(comparedAll ? ['The whole listing was compared.'] : []),
      ...(failed.length > 0
        ? [`The wiki fails at ${failed.length} pages (${failed.slice(0, 5).join(', ')}): the next refresh asks again.`]
        : []),
      ...(written ? describeCoverage(written.coverage) : []),
      written
        ? `Refreshed: ${fetched} fetched, ${deleted} deleted, ${requests} requests`
        : `Nothing has changed (${requests} requests)`,
    ];
  });
}
