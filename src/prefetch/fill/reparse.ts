import { Problem } from '../../problem/problem';
import type { RawInfobox } from '../../mediawiki/infobox/raw-infobox';
import { RawInfoboxReader } from '../../mediawiki/infobox/read-raw';
import { withoutSelfLinks } from '../../mediawiki/infobox/without-self-links';
import { parseRecord } from '../../universe/parse-record';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { withFillLock } from './fill-folder';
import { FillWriter, type FillResult } from './fill-writer';
import { NativeFileCache } from './native-lines';

export interface ReparseOptions {
  definition: UniverseDefinition;
  cacheDir: string;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Reads the kept raw infoboxes again with the present parser; nothing is downloaded. */
export async function reparse({ definition, cacheDir, signal, onProgress }: ReparseOptions): Promise<FillResult> {
  return withFillLock(cacheDir, definition.id, async () => {
    const fileCache = await NativeFileCache.open(cacheDir, definition.id);
    const context = await fileCache?.context();
    if (!fileCache || !context) {
      throw new Problem(
        'CONFLICT',
        'No raw infoboxes are kept for this universe: run cache:crawl or cache:import-dump first.',
      );
    }
    const { manifest } = fileCache;
    const reader = await RawInfoboxReader.open(context);
    const writer = await FillWriter.open({
      cacheDir,
      definition,
      source: manifest.source,
      licence: { name: manifest.licence, url: manifest.licence_url },
      createdAt: manifest.created_at,
      madeBy: 'reparse',
      allowShrink: false,
      context,
    });
    try {
      for await (const lines of fileCache.articles()) {
        await rewrite(lines.line, lines.rawLine, reader, writer);
        if (writer.count % 1000 !== 0) continue;
        signal?.throwIfAborted();
        onProgress?.(writer.count, manifest.articles);
      }
    } catch (error) {
      await writer.abort();
      throw error;
    }
    return writer.publish();
  });
}

async function rewrite(
  line: string,
  rawLine: string | null,
  reader: RawInfoboxReader,
  writer: FillWriter,
): Promise<void> {
  if (rawLine === null) return writer.writeLines({ line, rawLine });
  const { form, source, type } = JSON.parse(rawLine) as RawInfobox;
  const raw: RawInfobox = { form, source, type };
  const read = reader.read(raw);
  const record = parseRecord(JSON.parse(line));
  record.infobox = read && withoutSelfLinks(read.infobox, record.title);
  record.image = record.image ?? read?.image ?? null;
  return writer.write({ record, raw });
}
