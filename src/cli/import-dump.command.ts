import { parseArgs } from 'node:util';
import { importDump, type ImportProgress } from '../prefetch/fill/import-dump';
import type { Continuity } from '../mediawiki/wikitext/continuity';
import { describeCoverage, openFill, runFill } from './fill-setup';
import type { FillProgress } from './fill-progress';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run cache:import-dump -- FILE --universe ID [options]

Reads a MediaWiki XML export (.xml, .xml.gz, .xml.bz2, .xml.7z) into the file cache, with the whole text of every
article (ARTICLE_TEXT=lead: its first paragraph only). The packing is told by the file's first bytes. The same dump
gives the same bytes. Until everything is read, the data are as they were.

  --universe ID        the universe to fill
  --continuity LIST    of canon, legends, non-canon, real-world, or all; default: canon,real-world where the universe
                       lists its articles by a category of canon, else all
  --resume             go on where an interrupted import of the same file stopped
  --allow-shrink       replace the data although more than a fifth of the articles would be gone
  --cache-dir DIR      instead of CACHE_DIR
  --help               this text`;

const CONTINUITIES: readonly Continuity[] = ['canon', 'legends', 'non-canon', 'real-world'];

/** `cache:import-dump`. */
export async function importDumpCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      universe: { type: 'string' },
      continuity: { type: 'string' },
      resume: { type: 'boolean', default: false },
      'allow-shrink': { type: 'boolean', default: false },
      'cache-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const [path, more] = positionals;
  if (path === undefined || more !== undefined) throw new UsageError(`Name one file.\n\n${HELP}`);
  const setup = await openFill(values.universe, values['cache-dir']);
  await runFill(setup, async () => {
    const started = Date.now();
    const { manifest, coverage, counts } = await importDump({
      path,
      definition: setup.definition,
      cacheDir: setup.cacheDir,
      resume: values.resume,
      allowShrink: values['allow-shrink'],
      articleText: setup.config.wiki.articleText,
      continuities: readContinuities(values.continuity),
      signal: setup.signal,
      onProgress: (progress) => show(setup.progress, progress),
    });
    setup.progress.stop();
    for (const line of describeCoverage(coverage)) console.log(line);
    console.log(
      `Pages read: ${counts.pages}, redirects ${counts.redirects}, left out ${counts.leftOut}, broken ${counts.broken}`,
    );
    console.log(
      `Articles imported: ${manifest.articles.toLocaleString('en')} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
  });
}

function show(line: FillProgress, progress: ImportProgress): void {
  if (progress.phase === 'writing') return line.show('Writing articles', progress.done, progress.total);
  line.show(
    'Reading pages',
    progress.pages,
    null,
    `${(progress.xmlBytes / 1e6).toFixed(0)} MB, ${progress.articles} articles`,
  );
}

function readContinuities(text: string | undefined): Continuity[] | null {
  if (text === undefined) return null;
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  if (words.includes('all')) return [...CONTINUITIES];
  const unknown = words.find((word) => !CONTINUITIES.some((one) => one === word));
  if (unknown !== undefined)
    throw new UsageError(`--continuity takes ${CONTINUITIES.join(', ')} or all, not "${unknown}"`);
  return CONTINUITIES.filter((one) => words.includes(one));
}
