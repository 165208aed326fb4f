import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { RAW_DIR, readWrittenManifest, type WrittenManifest } from '../../file-cache/native-manifest';
import type { RawContext } from '../../mediawiki/infobox/read-raw';
import type { RawInfobox } from '../../mediawiki/infobox/raw-infobox';

/** An article of the present version: its line as it stands, and the line of its raw infobox. */
export interface NativeLines {
  line: string;
  rawLine: string | null;
}

interface RawLine {
  pageid: number | null;
  title: string;
  form: RawInfobox['form'] | 'context';
  source: string;
}

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

  /** What the raw infoboxes are read with; null where the file cache has none. */
  async context(): Promise<RawContext | null> {
    for await (const line of this.rawLines()) {
      const raw = JSON.parse(line) as RawLine;
      return raw.form === CONTEXT_FORM ? (JSON.parse(raw.source) as RawContext) : null;
    }
    return null;
  }

  /** The articles in their order, each with its raw infobox, which lie in the same order. */
  async *articles(): AsyncGenerator<NativeLines, void, void> {
    const raws = this.rawLines();
    let next = await nextRaw(raws);
    for (const { name } of this.manifest.files) {
      for await (const line of linesOf(join(this.dir, name))) {
        if (line === '') continue;
        const isIts = next !== null && line.startsWith(next.start);
        yield { line, rawLine: isIts && next ? next.line : null };
        if (isIts) next = await nextRaw(raws);
      }
    }
    await raws.return();
  }

  private async *rawLines(): AsyncGenerator<string, void, void> {
    for (const { name } of this.manifest.raw) yield* linesOf(join(this.dir, RAW_DIR, name));
  }
}

/** The next raw infobox of an article, with how the article's line begins. */
async function nextRaw(raws: AsyncGenerator<string, void, void>): Promise<{ line: string; start: string } | null> {
  for (let next = await raws.next(); !next.done; next = await raws.next()) {
    const { pageid, title, form } = JSON.parse(next.value) as RawLine;
    if (form === CONTEXT_FORM) continue;
    const start = JSON.stringify({ pageid: pageid ?? undefined, title }).slice(0, -1);
    return { line: next.value, start: `${start},` };
  }
  return null;
}

async function* linesOf(path: string): AsyncGenerator<string, void, void> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => input.destroy(error));
  // Only \n ends a line: readline would also break at U+2028.
  let rest = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
