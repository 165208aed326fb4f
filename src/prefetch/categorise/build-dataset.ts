import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { DatasetBuilder } from '../../dataset/dataset-builder';
import { DATASET_VERSION, type DatasetInfo, type Licence } from '../../dataset/dataset-info';
import type { PlacesReport } from '../../dataset/places/places-builder';
import { PREBUILT, SnapshotStore, type SnapshotPaths } from '../../dataset/snapshot-store';
import { hasPerArticleFiles, listPerArticleFiles } from '../../file-cache/per-article-files';
import { readRecords, type RecordSink, type Rejection } from '../../file-cache/read-records';
import {
  contentHashOf,
  findSourceFiles,
  fingerprintOf,
  pathsOf,
  type SourceFiles,
} from '../../file-cache/source-files';
import type { ArticleRecord } from '../../universe/article';
import { compileRules, type Categoriser } from '../../universe/categorise';
import { isShrunk } from '../../universe/shrink';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { rowOfRecord } from './row-of-record';
import { parseTime, type RowRules } from './row-rules';

const MAX_LISTED_REJECTIONS = 1000;
/** As often as anyone looks at the progress. */
const REPORT_EVERY_MS = 50;
const ATTEMPTS = 4;
const DAY_MS = 86_400_000;

export interface BuildRequest {
  universe: string;
  definition: UniverseDefinition;
  /** Where the dataset is left. */
  indexDir: string;
  /** Folder of the source files; CACHE_DIR but for the bundled universe. */
  sourceDir: string;
  contentDir: string;
  ttlDays: number;
  /** Builds even where the dataset of this content is there already. */
  force: boolean;
  /** Takes a file cache that lost more than a fifth of the articles of the dataset before it. */
  allowShrink: boolean;
}

export interface BuildProgress {
  processed: number;
  rejected: number;
  /** From the manifest, or estimated from the bytes read so far. */
  total: number;
}

export type BuildResult =
  | { status: 'no_files'; problems: Rejection[] }
  | { status: 'unchanged'; key: string }
  /** Somebody wrote to the file cache each time that it was read. */
  | { status: 'changing' }
  | { status: 'shrunk'; before: number; after: number }
  | { status: 'built'; key: string; info: DatasetInfo; rejections: Rejection[]; places: PlacesReport };

/**
 * The categorise stage for one universe: reads its file cache, sorts every article into its category, and leaves the
 * dataset beside the file cache. Does nothing where a dataset of the same content and rules is there already.
 * Runs in a process of its own; long synchronous stretches are fine here.
 */
export async function buildDataset(
  request: BuildRequest,
  onProgress: (progress: BuildProgress) => void,
): Promise<BuildResult> {
  let result = await buildOnce(request, onProgress);
  for (let attempt = 1; result.status === 'changing' && attempt < ATTEMPTS; attempt++) {
    result = await buildOnce(request, onProgress);
  }
  return result;
}

async function buildOnce(request: BuildRequest, onProgress: (progress: BuildProgress) => void): Promise<BuildResult> {
  const { universe, indexDir, force } = request;
  const store = new SnapshotStore(indexDir);
  const sources = await sourcesOf(request);
  if (pathsOf(sources).length === 0) {
    const prebuilt = await store.findCurrent(universe);
    if (prebuilt?.fingerprint === PREBUILT && prebuilt.version === DATASET_VERSION)
      return { status: 'unchanged', key: prebuilt.key };
    return { status: 'no_files', problems: sources.problems.map((problem) => ({ ...problem, title: null })) };
  }
  const fingerprint = await stateOf(request, sources);
  const known = await store.findCurrent(universe);
  if (!force && known?.fingerprint === fingerprint) return { status: 'unchanged', key: known.key };
  if (!force && known && known.key === (await datasetKey(request, sources))) {
    await store.point(universe, { key: known.key, fingerprint });
    return { status: 'unchanged', key: known.key };
  }
  const draft = await store.draft(universe);
  try {
    const built = await build(request, sources, draft, onProgress);
    // Files that changed while they were read would be published under the key of another content.
    if ((await stateOf(request, await sourcesOf(request))) !== fingerprint) return { status: 'changing' };
    const before = known?.articles ?? 0;
    const after = built.info.articles;
    // Files without a single good record are no data: an empty universe would be served as the truth.
    if (after === 0) return { status: 'no_files', problems: built.rejections };
    if (!request.allowShrink && isShrunk(before, after)) return { status: 'shrunk', before, after };
    await store.publish(universe, { key: built.key, fingerprint }, draft);
    return built;
  } finally {
    await store.discard(draft);
  }
}

/**
 * Key of the dataset that is there already, where nothing was touched since it was built; reads no content. Null also
 * where there are per-article files, for whose they are is not to be known without reading them.
 */
export async function findUntouched(request: BuildRequest): Promise<string | null> {
  if (request.force || (await hasPerArticleFiles(request.contentDir))) return null;
  const store = new SnapshotStore(request.indexDir);
  const known = await store.findCurrent(request.universe);
  if (!known) return null;
  return known.fingerprint === (await stateOf(request, await sourcesOf(request))) ? known.key : null;
}

async function sourcesOf({ universe, sourceDir, contentDir }: BuildRequest): Promise<SourceFiles> {
  const perArticle = await listPerArticleFiles(contentDir, [universe]);
  return findSourceFiles(sourceDir, universe, perArticle.get(universe) ?? []);
}

/** What the dataset of these files is called: by content, rules and format. */
async function datasetKey(request: BuildRequest, sources: SourceFiles): Promise<string> {
  return withRules(request, await contentHashOf(sources));
}

/** Whether anything was touched: sizes and times of the files, rules and format. */
export async function stateOf(request: Pick<BuildRequest, 'definition'>, sources: SourceFiles): Promise<string> {
  return withRules(request, await fingerprintOf(sources));
}

function withRules({ definition }: Pick<BuildRequest, 'definition'>, files: string): string {
  const parts = [DATASET_VERSION, definition, files];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

async function build(
  request: BuildRequest,
  sources: SourceFiles,
  draft: SnapshotPaths,
  onProgress: (progress: BuildProgress) => void,
): Promise<Extract<BuildResult, { status: 'built' }>> {
  const { universe, definition } = request;
  const scrapedAtMs = await fetchedAt(sources);
  const builder = new DatasetBuilder({
    rowsPath: draft.rows,
    textsPath: draft.texts,
    passagesPath: draft.passages,
    scrapedAtMs,
    definition,
  });
  try {
    const rules = { universe, definition, scrapedAtMs, ttlMs: request.ttlDays * DAY_MS };
    const intake = new Intake(builder, rules, await estimateTotal(sources), onProgress);
    await readRecords(sources, intake, { withTexts: true });
    intake.report();
    const { info: built, sections, places } = builder.finish();
    const key = await datasetKey(request, sources);
    const stated = { universe, key, version: DATASET_VERSION, licence: licenceOf(definition, sources) };
    const info: DatasetInfo = { ...built, ...stated, rejected: intake.rejected, forms: formsOf(sources) };
    await writeChunks(draft.directory, sections.chunks(info));
    return { status: 'built', key, info, rejections: intake.rejections, places };
  } finally {
    builder.close();
  }
}

async function writeChunks(path: string, chunks: Buffer[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const chunk of chunks) if (chunk.length > 0) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}

function formsOf(sources: SourceFiles): DatasetInfo['forms'] {
  const forms: DatasetInfo['forms'] = [];
  if (sources.native?.files.length) forms.push('native');
  if (sources.categorised) forms.push('categorised');
  if (sources.perArticle.length > 0) forms.push('per_article');
  return forms;
}

/** Takes the records, in input order: makes rows of them, leaves out what is double, and counts. */
class Intake implements RecordSink {
  readonly rejections: Rejection[] = [];
  rejected = 0;
  private readonly categoriser: Categoriser;
  private bytesRead = 0;
  private reportedAt = -Infinity;

  constructor(
    private readonly builder: DatasetBuilder,
    private readonly rules: RowRules,
    private readonly size: { articles: number | null; bytes: number },
    private readonly onProgress: (progress: BuildProgress) => void,
  ) {
    this.categoriser = compileRules(rules.definition);
  }

  record(record: ArticleRecord): void {
    const isNew = this.builder.add(rowOfRecord(record, this.rules, this.categoriser), record.text);
    // An article whose category is stated arrives once for each of its categories.
    if (isNew || record.category !== null) return;
    const reason = 'another record has the same title or page id';
    this.reject({ code: 'DUPLICATE', reason, title: record.title, file: null });
  }

  reject(rejection: Rejection): void {
    this.rejected++;
    if (this.rejections.length < MAX_LISTED_REJECTIONS) this.rejections.push(rejection);
  }

  bytes(count: number): void {
    this.bytesRead += count;
    if (performance.now() - this.reportedAt >= REPORT_EVERY_MS) this.report();
  }

  report(): void {
    this.reportedAt = performance.now();
    const processed = this.builder.count;
    const estimate = Math.round(
      (processed + this.rejected) * Math.max(1, this.size.bytes / Math.max(1, this.bytesRead)),
    );
    this.onProgress({ processed, rejected: this.rejected, total: Math.max(this.size.articles ?? estimate, processed) });
  }
}

/** When the files were fetched from the wiki: as they say, else as old as the oldest file is. */
async function fetchedAt(sources: SourceFiles): Promise<number> {
  const stated = parseTime(sources.native?.manifest?.createdAt ?? sources.categorised?.createdAt ?? null);
  if (stated !== null) return stated;
  const times = await Promise.all(
    pathsOf(sources)
      .slice(0, 100)
      .map(async (path) => (await stat(path).catch(() => null))?.mtimeMs),
  );
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.floor(Math.min(...known)) : Date.now();
}

async function estimateTotal(sources: SourceFiles): Promise<{ articles: number | null; bytes: number }> {
  const sizes = await Promise.all(
    pathsOf(sources).map(async (path) => (await stat(path).catch(() => null))?.size ?? 0),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const single = sources.native && !sources.categorised && sources.perArticle.length === 0;
  if (single) return { articles: sources.native?.manifest?.articles ?? null, bytes };
  return { articles: sources.native ? null : (sources.categorised?.totalItems ?? null), bytes };
}

function licenceOf(definition: UniverseDefinition, sources: SourceFiles): Licence {
  const { name, url, attribution } = definition.licence;
  const stated = sources.native?.manifest?.licence;
  return { name: stated ?? name, url: url || null, attribution: attribution || null };
}
