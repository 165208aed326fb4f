import { join } from 'node:path';
import { startOf } from '../../file-cache/native-line';
import {
  numberOf,
  RAW_DIR,
  readWrittenManifest,
  TEXTS_DIR,
  type WrittenManifest,
} from '../../file-cache/native-manifest';
import type { NativeLines } from '../../file-cache/native-writer';
import { readLines } from '../../file-cache/read-lines';
import { TextLines } from '../../file-cache/text-lines';
import type { RawContext } from '../../mediawiki/infobox/read-raw';
import type { RawInfobox } from '../../mediawiki/infobox/raw-infobox';
import type { TextSource } from '../../mediawiki/text/text-source';

/** A line of `raw/`: of an article, what its infobox and its text were read from. */
export type RawLine = Partial<RawInfobox> & { text?: TextSource };

/** Form of the first raw line, which holds what the others are read with. */
export const CONTEXT_FORM = 'context';

/** A file cache that Lorekeeper wrote, read as it stands. */
export class NativeFileCache {
  private constructor(
    private readonly dir: string,
    readonly manifest: WrittenManifest,
  ) {}

  static async open(cacheDir: string, universe: string): Promise<NativeFileCache | null> {
    const dir = join(cacheDir, universe);
    const manifest = await readWrittenManifest(dir);
    return manifest && new NativeFileCache(dir, manifest);
  }

  /** What the raw infoboxes and texts are read with; null where the file cache has none. */
  async context(): Promise<RawContext | null> {
    for await (const line of this.rawLines()) {
      const raw = JSON.parse(line) as { form?: string; source: string };
      return raw.form === CONTEXT_FORM ? (JSON.parse(raw.source) as RawContext) : null;
    }
    return null;
  }

  /**
   * The articles in their order, each with its text and, unless they are not wanted, with what they were read from;
   * all lie in the same order. Texts that cannot be read are left out, and `onBroken` hears why.
   */
  async *articles(options: ArticlesOptions = {}): AsyncGenerator<NativeLines, void, void> {
    const raws = options.withoutRaw ? null : this.rawLines();
    let raw = raws && (await raws.next()).value;
    // The first line is no article's.
    if (raws && raw && startOf(raw) === NO_ARTICLE) raw = (await raws.next()).value;
    for (const { name } of this.manifest.files) {
      const texts = this.textsBeside(name, options);
      for await (const line of wholeLines(join(this.dir, name))) {
        const isIts = raw && startOf(raw) === startOf(line);
        yield { line, textLine: texts && (await texts.next(line)), rawLine: isIts && raw ? raw : null };
        if (raws && isIts) raw = (await raws.next()).value;
      }
      await texts?.close();
    }
    await raws?.return();
  }

  private textsBeside(fileName: string, { onBroken }: ArticlesOptions): TextLines | null {
    const file = this.manifest.texts?.find(({ name }) => numberOf(name) === numberOf(fileName));
    if (!file) return null;
    return new TextLines(join(this.dir, TEXTS_DIR, file.name), {
      onBroken: ({ message }) => onBroken?.(`${file.name}: ${message}`),
    });
  }

  private async *rawLines(): AsyncGenerator<string, void, void> {
    for (const { name } of this.manifest.raw) yield* wholeLines(join(this.dir, RAW_DIR, name));
  }
}

export interface ArticlesOptions {
  withoutRaw?: boolean;
  /** Hears why texts are left out. */
  onBroken?: (what: string) => void;
}

const NO_ARTICLE = '"title":""';
/** A page of a wiki in each of its forms. */
const MAX_LINE_BYTES = 256 << 20;

/** The lines of a file that Lorekeeper wrote itself; throws where one cannot be. */
async function* wholeLines(path: string): AsyncGenerator<string, void, void> {
  for await (const line of readLines(path, undefined, MAX_LINE_BYTES)) {
    if (line === null) throw new Error(`a line of ${path} is too long to be one that was written`);
    yield line;
  }
}
