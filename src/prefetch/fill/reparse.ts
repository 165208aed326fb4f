import type { ArticleText } from '../../config/config';
import type { NativeLines } from '../../file-cache/native-writer';
import { Problem } from '../../problem/problem';
import type { RawInfobox } from '../../mediawiki/infobox/raw-infobox';
import { RawInfoboxReader } from '../../mediawiki/infobox/read-raw';
import { withoutSelfLinks } from '../../mediawiki/infobox/without-self-links';
import { TextReader } from '../../mediawiki/text/text-source';
import { parseRecord, parseText } from '../../universe/parse-record';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { withFillLock } from './fill-folder';
import { FillWriter, type FillResult } from './fill-writer';
import { NativeFileCache, type RawLine } from './native-lines';

export interface ReparseOptions {
  definition: UniverseDefinition;
  cacheDir: string;
  /** What is kept of the articles' texts. */
  articleText: ArticleText;
  onWarning?: (warning: string) => void;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Reads what the wiki gave again with the present parsers, infoboxes and texts; nothing is downloaded. */
export async function reparse({
  definition,
  cacheDir,
  articleText,
  onWarning,
  signal,
  onProgress,
}: ReparseOptions): Promise<FillResult> {
  return withFillLock(cacheDir, definition.id, async () => {
    const fileCache = await NativeFileCache.open(cacheDir, definition.id);
    const context = await fileCache?.context();
    if (!fileCache || !context) {
      throw new Problem(
        'CONFLICT',
        'Nothing that the wiki gave is kept for this universe: run cache:crawl or cache:import-dump first.',
      );
    }
    const { manifest } = fileCache;
    const withTexts = articleText === 'full';
    const readers = {
      infoboxes: await RawInfoboxReader.open(context),
      texts: withTexts ? await TextReader.open(context) : null,
    };
    const target = {
      cacheDir,
      definition,
      source: manifest.source,
      licence: { name: manifest.licence, url: manifest.licence_url },
      createdAt: manifest.created_at,
      madeBy: 'reparse' as const,
      allowShrink: false,
      withTexts,
      context,
    };
    return FillWriter.write(target, async (writer) => {
      for await (const lines of fileCache.articles({ onBroken: onWarning })) {
        await rewrite(lines, readers, writer);
        if (writer.count % 1000 !== 0) continue;
        signal?.throwIfAborted();
        onProgress?.(writer.count, manifest.articles);
      }
    });
  });
}

interface Readers {
  infoboxes: RawInfoboxReader;
  /** null: texts are not kept. */
  texts: TextReader | null;
}

async function rewrite(lines: NativeLines, { infoboxes, texts }: Readers, writer: FillWriter): Promise<void> {
  if (lines.rawLine === null) return writer.writeLines(lines);
  const record = parseRecord(JSON.parse(lines.line));
  const { form, source, type, text } = JSON.parse(lines.rawLine) as RawLine;
  const infobox: RawInfobox | null = form === undefined || source === undefined ? null : { form, source, type };
  if (infobox) {
    const read = infoboxes.read(infobox);
    record.infobox = read && withoutSelfLinks(read.infobox, record.title);
    record.image = record.image ?? read?.image ?? null;
  }
  // A text whose page was not kept stays as it is.
  const known = lines.textLine;
  const kept = () => (known === null ? null : parseText(JSON.parse(known)));
  if (texts) record.text = text ? texts.read(record.title, text) : kept();
  return writer.write({ record, raw: { infobox, text: text ?? null } });
}
