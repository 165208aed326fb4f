import { join } from 'node:path';
import type { ArticleText } from '../../config/config';
import { DumpImport, type DumpCounts, type DumpProgress } from '../../mediawiki/dump/dump-import';
import type { Continuity } from '../../mediawiki/wikitext/continuity';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { fillFolder, withFillLock } from './fill-folder';
import { FillWriter, type FillResult } from './fill-writer';
import { templateRulesOf } from './wiki-source';

export interface ImportDumpOptions {
  path: string;
  definition: UniverseDefinition;
  cacheDir: string;
  resume: boolean;
  allowShrink: boolean;
  /** Continuities to take; null: those that the universe's article category stands for. */
  continuities: readonly Continuity[] | null;
  /** What is kept of the articles' texts. */
  articleText: ArticleText;
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}

export type ImportProgress = ({ phase: 'reading' } & DumpProgress) | { phase: 'writing'; done: number; total: number };

export interface ImportResult extends FillResult {
  counts: DumpCounts;
}

/** Reads a dump into the file cache: whole, or not at all. */
export async function importDump(options: ImportDumpOptions): Promise<ImportResult> {
  const { cacheDir, definition } = options;
  const { kinds, parameters } = templateRulesOf(definition);
  return withFillLock(cacheDir, definition.id, async () => {
    const dump = await DumpImport.open({
      path: options.path,
      workDir: join(fillFolder(cacheDir, definition.id), 'dump'),
      resume: options.resume,
      takes: takes(options.continuities ?? usualContinuities(definition)),
      infoboxKinds: kinds,
      parameters,
      imageStore: definition.imageStore,
      articleNamespaces: definition.articleNamespaces,
      articleUrl: definition.articleUrl,
      withTexts: options.articleText === 'full',
      signal: options.signal,
      onProgress: (progress) => options.onProgress?.({ phase: 'reading', ...progress }),
    });
    try {
      await dump.read();
      const result = await write(dump, options);
      await dump.remove();
      return { ...result, counts: dump.counts };
    } catch (error) {
      await dump.close().catch(() => undefined);
      throw error;
    }
  });
}

async function write(dump: DumpImport, options: ImportDumpOptions): Promise<FillResult> {
  const { cacheDir, definition, allowShrink } = options;
  const { name, url } = definition.licence;
  const target = {
    cacheDir,
    definition,
    source: sourceOf(definition, dump.site?.base ?? ''),
    licence: { name, url },
    createdAt: dump.newest,
    madeBy: 'dump' as const,
    allowShrink,
    withTexts: options.articleText === 'full',
    context: await dump.context(),
  };
  return FillWriter.write(target, async (writer) => {
    for await (const article of dump.articles()) {
      await writer.write(article);
      if (writer.count % 1000 === 0) {
        options.onProgress?.({ phase: 'writing', done: writer.count, total: dump.articleCount });
        options.signal?.throwIfAborted();
      }
    }
    for (const { title, reason } of dump.failures) writer.coverage.failure(reason, title);
  });
}

/** The wiki's address without its last path. */
function sourceOf(definition: UniverseDefinition, base: string): string {
  const address = URL.canParse(base) ? base : (definition.api ?? '');
  return URL.canParse(address) ? new URL(address).origin : definition.id;
}

/**
 * A universe whose articles are listed by a category of canon takes canon and what the wiki writes about the real
 * world (films, books, people); any other takes everything.
 */
function usualContinuities(definition: UniverseDefinition): readonly Continuity[] | null {
  return /canon/i.test(definition.articleCategory ?? '') ? ['canon', 'real-world'] : null;
}

function takes(continuities: readonly Continuity[] | null): (continuity: Continuity | null) => boolean {
  return (continuity) => continuities === null || continuity === null || continuities.includes(continuity);
}
