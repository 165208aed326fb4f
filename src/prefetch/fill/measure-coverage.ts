import { findSourceFiles } from '../../file-cache/source-files';
import { readRecords, type RecordSink } from '../../file-cache/read-records';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { CoverageCollector, readCoverage, type CoverageReport, type Gap } from './coverage';

/**
 * The coverage of a universe's file cache as it is now, in whichever forms it lies there; with what the last run that
 * filled it changed. Null where there are no data.
 */
export async function measureCoverage(
  definition: UniverseDefinition,
  cacheDir: string,
  withoutPlanet: Gap | null = null,
): Promise<CoverageReport | null> {
  const sources = await findSourceFiles(cacheDir, definition.id, []);
  if (!sources.native && !sources.categorised) return null;
  const collector = new CoverageCollector(definition);
  const sink: RecordSink = {
    record: (record) => collector.add(record, record.infobox !== null),
    reject: ({ reason, title, file }) => collector.failure(reason, title ?? file ?? ''),
    bytes: () => undefined,
  };
  await readRecords(sources, sink, { withTexts: false });
  const last = await readCoverage(cacheDir, definition.id);
  return collector.report(last?.made_by ?? 'files', last?.changes ?? null, withoutPlanet);
}
