import type { WrittenManifest } from '../../file-cache/native-manifest';
import { startOf, toNativeLine, toRawLine, toTextLine } from '../../file-cache/native-line';
import { NativeWriter, type NativeLines, type NativeWriterOptions } from '../../file-cache/native-writer';
import type { HarvestedArticle } from '../../mediawiki/harvest';
import { INFOBOX_PARSER_VERSION } from '../../mediawiki/infobox/raw-infobox';
import type { RawContext } from '../../mediawiki/infobox/read-raw';
import { TEXT_PARSER_VERSION } from '../../mediawiki/text/text-source';
import type { ArticleRecord } from '../../universe/article';
import { parseRecord } from '../../universe/parse-record';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { ChangeCounter, CoverageCollector, writeCoverage, type CoverageReport } from './coverage';
import { guardHoldings } from './holdings';
import { CONTEXT_FORM, NativeFileCache } from './native-lines';

export interface FillWriterOptions {
  cacheDir: string;
  definition: UniverseDefinition;
  source: string;
  licence: { name: string; url: string };
  createdAt: string;
  madeBy: NativeWriterOptions['madeBy'];
  allowShrink: boolean;
  /** Whether the articles' texts are kept. */
  withTexts: boolean;
  context: RawContext;
}

export interface FillResult {
  manifest: WrittenManifest;
  coverage: CoverageReport;
}

/** Writes articles and, in the same pass, what they cover and what changed since the version before. */
export class FillWriter {
  readonly coverage: CoverageCollector;

  private constructor(
    private readonly options: FillWriterOptions,
    private readonly writer: NativeWriter,
    private readonly changes: ChangeCounter,
    private readonly hadBefore: boolean,
  ) {
    this.coverage = new CoverageCollector(options.definition);
  }

  /**
   * Writes a version of the file cache with what `fill` writes. Throws a Problem, and changes nothing, where too much
   * would be gone.
   */
  static async write(
    options: FillWriterOptions,
    fill: (writer: FillWriter) => Promise<void>,
    reasonOf?: (title: string) => string,
  ): Promise<FillResult> {
    const writer = await FillWriter.open(options);
    try {
      await fill(writer);
      writer.guard();
    } catch (error) {
      await writer.writer.abort();
      throw error;
    }
    return writer.publish(reasonOf);
  }

  private static async open(options: FillWriterOptions): Promise<FillWriter> {
    const { cacheDir, definition, source, licence, createdAt, madeBy, allowShrink, withTexts } = options;
    const before = await NativeFileCache.open(cacheDir, definition.id);
    const changes = new ChangeCounter();
    if (before) for await (const lines of before.articles({ withoutRaw: true })) changes.known(lines);
    const writer = await NativeWriter.open(cacheDir, {
      universe: definition.id,
      source,
      licence,
      createdAt,
      parserVersion: INFOBOX_PARSER_VERSION,
      textParserVersion: withTexts ? TEXT_PARSER_VERSION : null,
      madeBy,
      allowShrink,
    });
    const context = { form: CONTEXT_FORM, source: JSON.stringify(options.context) };
    await writer.writeRaw(toRawLine({ pageid: null, title: '' }, { infobox: context, text: null }));
    return new FillWriter(options, writer, changes, before !== null);
  }

  get count(): number {
    return this.writer.count;
  }

  async write({ record, raw }: HarvestedArticle): Promise<void> {
    const textLine = record.text && toTextLine(record);
    await this.put({ line: toNativeLine(record), textLine, rawLine: toRawLine(record, raw) }, record);
  }

  /** Takes an article of the version before over, byte by byte. */
  async writeLines(lines: NativeLines): Promise<void> {
    await this.put(lines, parseRecord(JSON.parse(lines.line)));
  }

  private async publish(reasonOf?: (title: string) => string): Promise<FillResult> {
    const { cacheDir, madeBy } = this.options;
    const manifest = await this.writer.publish();
    const coverage = this.coverage.report(madeBy, this.hadBefore ? this.changes.finish(reasonOf) : null);
    await writeCoverage(cacheDir, coverage);
    return { manifest, coverage };
  }

  /** What is read anew must not be emptier than what there is; that there are fewer articles, the writer refuses. */
  private guard(): void {
    const { allowShrink, madeBy } = this.options;
    if (allowShrink || (madeBy !== 'dump' && madeBy !== 'crawl')) return;
    guardHoldings(this.changes.holdings, this.coverage.holdings);
  }

  private async put(given: NativeLines, record: ArticleRecord): Promise<void> {
    const lines = this.options.withTexts ? given : { ...given, textLine: null };
    await this.writer.writeLines(lines);
    this.coverage.add(record, hasRawInfobox(lines));
    this.changes.wrote(lines);
  }
}

/** Its form stands behind the article's name; a text alone has none. */
function hasRawInfobox({ line, rawLine }: NativeLines): boolean {
  return rawLine?.startsWith('"form":', (startOf(line)?.length ?? 0) + 2) ?? false;
}
