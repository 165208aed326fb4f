import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Problem } from '../problem/problem';
import type { ArticleRecord } from '../universe/article';
import { isShrunk } from '../universe/shrink';
import { emptyTextLine, toNativeLine, toRawLine, toTextLine, type RawEntry } from './native-line';
import {
  countArticles,
  MANIFEST_NAME,
  RAW_DIR,
  readWrittenManifest,
  TEXTS_DIR,
  type ManifestFile,
  type WrittenManifest,
} from './native-manifest';
import { PartFile, PART_PREFIX, syncDir } from './part-file';

export interface NativeWriterOptions {
  universe: string;
  source: string;
  licence: { name: string; url: string };
  /** ISO 8601; part of the bytes, so a dump gives the time of its newest revision. */
  createdAt: string;
  parserVersion: number;
  /** Keeps the texts of the articles, made by this version of what makes them; null: keeps none. */
  textParserVersion: number | null;
  madeBy: 'crawl' | 'dump' | 'refresh' | 'reparse' | 'corpus';
  /** Publish although more than a fifth of the articles would be gone. */
  allowShrink?: boolean;
  recordsPerFile?: number;
}

/** An article as its files have it: its line, that of its text, and that of what they were made from. */
export interface NativeLines {
  line: string;
  /** null: it has no text. */
  textLine: string | null;
  rawLine: string | null;
}

const OWN_NAME = /^(articles|texts|raw)-\d{5}-[0-9a-f]{12}\.jsonl(\.gz)?$/;

/** Refuses to replace `before` articles by `after` where more than a fifth would be gone. */
function guardShrink(before: number, after: number): void {
  if (!isShrunk(before, after)) return;
  throw new Problem(
    'CONFLICT',
    `Only ${after} of ${before} articles would be left. Nothing was changed. If the wiki really shrank, repeat with --allow-shrink.`,
    { articles_before: before, articles_after: after },
  );
}

/**
 * Writes a universe's native form. Everything lies under temporary names until `publish`: files synced and read back,
 * named by their content, the manifest last. Until then, and after a crash at any point, readers see the version
 * before. The same records in the same order give the same bytes.
 */
export class NativeWriter {
  private readonly articles: PartSeries;
  private readonly texts: PartSeries | null;
  private readonly raw: PartSeries;

  private constructor(
    private readonly dir: string,
    private readonly options: NativeWriterOptions,
  ) {
    const perFile = options.recordsPerFile ?? 20_000;
    this.articles = new PartSeries(dir, 'articles', false, perFile);
    const keepsTexts = options.textParserVersion !== null;
    this.texts = keepsTexts ? new PartSeries(join(dir, TEXTS_DIR), 'texts', true, perFile) : null;
    this.raw = new PartSeries(join(dir, RAW_DIR), 'raw', true, perFile);
  }

  /** Opens a writer and clears what interrupted writers left. One writer at a time: the caller holds the lock. */
  static async open(cacheDir: string, options: NativeWriterOptions): Promise<NativeWriter> {
    const dir = join(cacheDir, options.universe);
    await mkdir(join(dir, RAW_DIR), { recursive: true });
    if (options.textParserVersion !== null) await mkdir(join(dir, TEXTS_DIR), { recursive: true });
    await removeLeftovers(dir);
    return new NativeWriter(dir, options);
  }

  async write(record: ArticleRecord, raw: RawEntry | null): Promise<void> {
    const textLine = record.text && toTextLine(record);
    await this.writeLines({ line: toNativeLine(record), textLine, rawLine: raw && toRawLine(record, raw) });
  }

  /** Takes lines as they are, from another version. */
  async writeLines({ line, textLine, rawLine }: NativeLines): Promise<void> {
    await this.articles.write(line);
    await this.texts?.write(textLine ?? emptyTextLine(line));
    await this.writeRaw(rawLine);
  }

  /** Takes a raw line that belongs to no article. */
  async writeRaw(rawLine: string | null): Promise<void> {
    if (rawLine !== null) await this.raw.write(rawLine);
  }

  get count(): number {
    return this.articles.count;
  }

  /** Makes what was written the universe's data. Throws a Problem, and changes nothing, where too much would be gone. */
  async publish(): Promise<WrittenManifest> {
    try {
      const files = await this.articles.finish();
      const texts = await this.texts?.finish();
      const raw = await this.raw.finish();
      if (this.count === 0) throw new Problem('CONFLICT', 'There is not one article. Nothing was changed.');
      if (!this.options.allowShrink) guardShrink(await countArticles(this.dir), this.count);
      await this.articles.publish();
      await this.texts?.publish();
      await this.raw.publish();
      const manifest = this.manifest({ files, texts, raw });
      await replaceFile(this.dir, MANIFEST_NAME, `${JSON.stringify(manifest, null, 2)}\n`);
      await removeLeftovers(this.dir);
      return manifest;
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  /** Removes what was written; the version before stays. */
  async abort(): Promise<void> {
    await this.articles.remove();
    await this.texts?.remove();
    await this.raw.remove();
  }

  private manifest({ files, texts, raw }: Pick<WrittenManifest, 'files' | 'texts' | 'raw'>): WrittenManifest {
    const { universe, source, licence, createdAt, parserVersion, textParserVersion, madeBy } = this.options;
    return {
      format: 1,
      universe,
      source,
      licence: licence.name,
      licence_url: licence.url,
      created_at: createdAt,
      articles: this.count,
      files,
      texts,
      parser_version: parserVersion,
      text_parser_version: textParserVersion ?? undefined,
      raw,
      made_by: madeBy,
    };
  }
}

/** The files of one kind: a new one every so many lines. */
class PartSeries {
  private readonly finished: { part: PartFile; file: ManifestFile }[] = [];
  private current: PartFile | null = null;
  count = 0;

  constructor(
    private readonly dir: string,
    private readonly kind: 'articles' | 'texts' | 'raw',
    private readonly isGzip: boolean,
    private readonly linesPerFile: number,
  ) {}

  async write(line: string): Promise<void> {
    this.current ??= await PartFile.create(this.dir, this.isGzip);
    await this.current.write(line);
    this.count++;
    if (this.current.lines >= this.linesPerFile) await this.endFile();
  }

  async finish(): Promise<ManifestFile[]> {
    await this.endFile();
    return this.finished.map(({ file }) => file);
  }

  async publish(): Promise<void> {
    for (const { part, file } of this.finished) await part.publishAs(file.name);
    await syncDir(this.dir);
  }

  async remove(): Promise<void> {
    await this.current?.remove();
    for (const { part } of this.finished) await part.remove();
    this.current = null;
    this.finished.length = 0;
  }

  private async endFile(): Promise<void> {
    const part = this.current;
    if (!part) return;
    const facts = await part.finish();
    this.current = null;
    const number = String(this.finished.length + 1).padStart(5, '0');
    const name = `${this.kind}-${number}-${facts.sha256.slice(0, 12)}.jsonl${this.isGzip ? '.gz' : ''}`;
    this.finished.push({ part, file: { name, ...facts } });
  }
}

/** Removes temporary files, and own data files that the manifest does not list. */
async function removeLeftovers(dir: string): Promise<void> {
  const manifest = await readWrittenManifest(dir);
  const kept = manifest && [...manifest.files, ...(manifest.texts ?? []), ...manifest.raw];
  const listed = new Set(kept?.map(({ name }) => name));
  // Without a manifest every file of the folder counts as data: only what is unfinished may go.
  const isLeft = (name: string) =>
    name.startsWith(PART_PREFIX) || (manifest && OWN_NAME.test(name) && !listed.has(name));
  for (const folder of [dir, join(dir, TEXTS_DIR), join(dir, RAW_DIR)]) {
    const names = await readdir(folder).catch(() => [] as string[]);
    for (const name of names) if (isLeft(name)) await rm(join(folder, name), { force: true });
  }
}

/** Replaces a small file: written beside it, synced, renamed. */
export async function replaceFile(dir: string, name: string, text: string): Promise<void> {
  const path = join(dir, `${PART_PREFIX}${randomBytes(8).toString('hex')}`);
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(path, join(dir, name));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
  await syncDir(dir);
}

/** Says that a universe's data, unchanged, speak of a later moment. */
export async function replaceManifestTime(dir: string, createdAt: string): Promise<void> {
  const manifest = await readWrittenManifest(dir);
  if (manifest)
    await replaceFile(dir, MANIFEST_NAME, `${JSON.stringify({ ...manifest, created_at: createdAt }, null, 2)}\n`);
}
