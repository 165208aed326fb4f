import { PackageInfo } from '../config/package-info';
import { packageDir } from '../config/read-environment';
import { withWiki, type WikiAccess } from '../prefetch/fill/wiki-source';
import { HTML_MODES, type HtmlMode, type UniverseDefinition } from '../universe/universe-definition';
import { openFill, readCount, runFill } from './fill-setup';
import type { FillProgress } from './fill-progress';
import { UsageError } from './usage-error';

/** What the commands that ask a wiki take from the command line. */
export const WIKI_OPTIONS = {
  universe: { type: 'string' },
  html: { type: 'string' },
  'delay-ms': { type: 'string' },
  'max-requests': { type: 'string' },
  'allow-shrink': { type: 'boolean', default: false },
  'cache-dir': { type: 'string' },
} as const;

export const WIKI_OPTIONS_HELP = `  --delay-ms N         between two requests, default 1000
  --max-requests N     stop after so many requests; a crawl goes on with --resume
  --allow-shrink       replace the data although more than a fifth of the articles would be gone
  --cache-dir DIR      instead of CACHE_DIR
  --help               this text`;

interface WikiValues {
  universe?: string;
  html?: string;
  'delay-ms'?: string;
  'max-requests'?: string;
  'allow-shrink': boolean;
  'cache-dir'?: string;
}

/** What crawling and refreshing are told alike. */
export interface WikiFill extends WikiAccess {
  definition: UniverseDefinition;
  cacheDir: string;
  /** Undefined: as the universe's definition says. */
  html: HtmlMode | undefined;
  allowShrink: boolean;
}

/** Has a universe's file cache filled from its wiki, and says in these lines what came of it. */
export async function fillFromWiki(
  values: WikiValues,
  fill: (options: WikiFill, progress: FillProgress) => Promise<string[]>,
): Promise<void> {
  const html = readHtmlMode(values.html);
  const minGapMs = readCount(values['delay-ms'], 'delay-ms');
  const maxRequests = readCount(values['max-requests'], 'max-requests');
  const setup = await openFill(values.universe, values['cache-dir']);
  const { config, definition, cacheDir, progress, signal } = setup;
  const { version } = PackageInfo.read(packageDir());
  const visit = {
    ...config.wiki,
    ...{ version, minGapMs, maxRequests, signal },
    onWaiting: (what: string, ms: number) => progress.say(`Waiting ${Math.round(ms / 1000)} s: ${what}`),
    onWarning: (warning: string) => progress.say(`The wiki warns: ${warning}`),
  };
  await runFill(setup, async () => {
    const allowShrink = values['allow-shrink'];
    const lines = await withWiki(definition, visit, (access) =>
      fill({ ...access, definition, cacheDir, html, allowShrink }, progress),
    );
    progress.stop();
    for (const line of lines) console.log(line);
  });
}

function readHtmlMode(text: string | undefined): HtmlMode | undefined {
  const mode = HTML_MODES.find((one) => one === text);
  if (text !== undefined && mode === undefined) throw new UsageError('--html takes auto, always or never');
  return mode;
}
