import type { Config } from '../config/config';
import { readConfig } from '../config/read-environment';
import { ApiError, CrawlStopped } from '../mediawiki/api/crawl-stopped';
import { Problem } from '../problem/problem';
import type { CoverageReport } from '../prefetch/fill/coverage';
import { loadUniverseDefinitions } from '../universe/load-universe-definitions';
import { genericDefinition, type UniverseDefinition } from '../universe/universe-definition';
import { FillProgress } from './fill-progress';
import { getUniverseOption } from './universe-option';
import { UsageError } from './usage-error';

/** What the commands that fill the file cache have in common. */
export interface FillSetup {
  config: Config;
  definition: UniverseDefinition;
  cacheDir: string;
  progress: FillProgress;
  /** Aborted by Ctrl-C; a second one ends the process at once. */
  signal: AbortSignal;
}

/** Reads the configuration and the universe that a command line names. Throws UsageError. */
export async function openFill(asked: string | undefined, cacheDir?: string): Promise<FillSetup> {
  const universe = getUniverseOption(asked);
  const config = readConfig();
  const problems: string[] = [];
  const definitions = await loadUniverseDefinitions(config.files.universesDir, (file, reason) => {
    problems.push(`${file}: ${reason}`);
  });
  for (const problem of problems) console.error(problem);
  return {
    config,
    definition: definitions.get(universe) ?? genericDefinition(universe),
    cacheDir: cacheDir ?? config.files.cacheDir,
    progress: await FillProgress.open(),
    signal: interruptSignal(),
  };
}

/** Runs a command's work; what is expected to go wrong is told in words and ends with status 1. */
export async function runFill(setup: FillSetup, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    setup.progress.stop();
  } catch (error) {
    setup.progress.stop();
    // An error of the API reaches this far where it is about the wiki as a whole, not about one page.
    if (error instanceof ApiError) console.error(`The wiki refuses (${error.message}); what was there is unchanged.`);
    else if (error instanceof Problem || error instanceof CrawlStopped) console.error(error.message);
    else throw error;
    process.exitCode = setup.signal.aborted ? 130 : 1;
  }
}

/** A whole number from the command line. */
export function readCount(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} must be a whole number`);
  return value;
}

function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    console.error('Stopping after this step; once more ends at once.');
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}

/** The report in a few lines. */
export function describeCoverage(report: CoverageReport): string[] {
  const { articles, changes } = report;
  const part = (count: number) =>
    `${count.toLocaleString('en')} (${((count / Math.max(1, articles)) * 100).toFixed(1)} %)`;
  const lines = [
    `Articles: ${articles.toLocaleString('en')}, redirects: ${report.redirects.toLocaleString('en')}`,
    `Uncategorised: ${part(report.uncategorised.count)}`,
    `Without image: ${part(report.no_image.count)}`,
    `Without infobox: ${part(report.no_infobox.count)}, unparsed: ${part(report.unparsed.count)}`,
    `Without extract: ${part(report.no_extract.count)}`,
  ];
  if (report.places_without_planet) lines.push(`Places without a planet: ${part(report.places_without_planet.count)}`);
  if (changes) {
    lines.push(
      `Since the last run: ${changes.created} created, ${changes.updated} updated, ${changes.deleted} deleted, ${changes.unchanged} unchanged`,
    );
  }
  const types = report.unknown_infobox_types.slice(0, 10).map(({ type, count }) => `${type} (${count})`);
  if (types.length > 0) lines.push(`Infobox types without a rule: ${types.join(', ')}`);
  for (const { reason, count } of report.failures) lines.push(`Left out, ${reason}: ${count}`);
  return lines;
}
