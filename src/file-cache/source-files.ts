import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isUniverseId } from '../universe/universe-definition';
import { MANIFEST_NAME, MOST_MANIFEST_BYTES, numberOf, TEXTS_DIR } from './native-manifest';
import { BrokenFile, notAFile, openRegular, readSmallFile } from './regular-file';

const CATEGORISED = /^(.+)_depth(\d{1,4})\.json$/;
const NATIVE_FILE = /^[^/\\]+\.jsonl(\.gz)?$/;

/** What the manifest of a native folder says; every member may be missing. */
export interface NativeManifest {
  source: string | null;
  licence: string | null;
  createdAt: string | null;
  articles: number | null;
  files: StatedFile[] | null;
  /** Of the texts that lie in files of their own; null where it names none. */
  texts: StatedFile[] | null;
  /** Of what articles and texts were read from; null where it names none. Only a check reads them. */
  raw: StatedFile[] | null;
}

/** What a manifest says of a file. */
export interface StatedFile {
  name: string;
  articles: number | null;
  bytes: number | null;
  sha256: string | null;
}

/** The files that one universe's data come from. */
export interface SourceFiles {
  universe: string;
  native: NativeFiles | null;
  categorised: { file: string; createdAt: string | null; totalItems: number | null } | null;
  perArticle: string[];
  /** Files and folders that should have been readable and are not, in words for the operator. */
  problems: SourceProblem[];
}

/** Files of the native form. */
export interface NativeFiles {
  dir: string;
  files: string[];
  /** The file of articles to the one with their texts. */
  texts: ReadonlyMap<string, string>;
  manifest: NativeManifest | null;
}

export interface SourceProblem {
  file: string;
  code: string;
  reason: string;
}

/** What CACHE_DIR holds. */
export interface CachedUniverses {
  ids: string[];
  /** Names under which there are files, but which no universe may bear. */
  refused: string[];
}

/** Lists the universes of CACHE_DIR, native or categorised; a missing folder holds none. */
export async function listCachedUniverses(cacheDir: string): Promise<CachedUniverses> {
  const names = new Set<string>();
  for (const entry of await entriesOf(cacheDir)) {
    const categorised = CATEGORISED.exec(entry.name);
    if (categorised?.[1]) names.add(categorised[1]);
    else if (!entry.isFile() && (await isNativeFolder(join(cacheDir, entry.name)))) names.add(entry.name);
  }
  const sorted = [...names].sort();
  return { ids: sorted.filter(isUniverseId), refused: sorted.filter((name) => !isUniverseId(name)) };
}

/** Finds the files of one universe. `perArticle` are the files of CONTENT_DIR that say they belong to it. */
export async function findSourceFiles(cacheDir: string, universe: string, perArticle: string[]): Promise<SourceFiles> {
  const problems: SourceProblem[] = [];
  const native = await findNative(join(cacheDir, universe), problems);
  const categorised = await findCategorised(cacheDir, universe, problems);
  return { universe, native, categorised, perArticle, problems };
}

async function entriesOf(dir: string): Promise<Dirent[]> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function isNativeFolder(dir: string): Promise<boolean> {
  const names = await readdir(dir).catch(() => [] as string[]);
  return names.some((name) => name === MANIFEST_NAME || NATIVE_FILE.test(name));
}

/** Whether an entry is a file, or a link to one. */
async function isRegular(dir: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return (await stat(join(dir, entry.name)).catch(() => null))?.isFile() ?? false;
}

async function findNative(dir: string, problems: SourceProblem[]): Promise<SourceFiles['native']> {
  const entries = await entriesOfNative(dir);
  const present: string[] = [];
  for (const entry of entries) {
    if (!NATIVE_FILE.test(entry.name)) continue;
    if (await isRegular(dir, entry)) present.push(entry.name);
    else problems.push(refusal(entry.name));
  }
  const manifest = entries.some(({ name }) => name === MANIFEST_NAME) ? await readManifest(dir, problems) : null;
  const listed = manifest?.files?.map((file) => file.name) ?? null;
  for (const name of listed ?? []) {
    if (!entries.some((entry) => entry.name === name))
      problems.push({ file: name, code: 'MISSING_FILE', reason: 'the manifest lists a file that is not there' });
  }
  const names = listed ? present.filter((name) => listed.includes(name)) : present;
  if (names.length === 0 && !manifest) return null;
  const files = names.sort().map((name) => join(dir, name));
  return { dir, files, texts: await findTexts(dir, files, manifest, problems), manifest };
}

/** The files of texts that lie beside files of articles; without a manifest, all that are there. */
async function findTexts(
  dir: string,
  files: readonly string[],
  manifest: NativeManifest | null,
  problems: SourceProblem[],
): Promise<Map<string, string>> {
  if (manifest && !manifest.texts) return new Map();
  const folder = join(dir, TEXTS_DIR);
  const entries = await entriesOfNative(folder);
  const present = new Map<string | null, string>();
  const isListed = (name: string) => manifest?.texts?.some((file) => file.name === name) ?? NATIVE_FILE.test(name);
  for (const entry of entries) {
    if (!isListed(entry.name)) continue;
    if (await isRegular(folder, entry)) present.set(numberOf(entry.name), join(folder, entry.name));
    else problems.push(refusal(entry.name));
  }
  for (const { name } of manifest?.texts ?? []) {
    if (!entries.some((entry) => entry.name === name))
      problems.push({ file: name, code: 'MISSING_FILE', reason: 'the manifest lists texts that are not there' });
  }
  const texts = new Map<string, string>();
  for (const path of files) {
    const number = numberOf(basename(path));
    const found = number === null ? undefined : present.get(number);
    if (found !== undefined) texts.set(path, found);
  }
  return texts;
}

async function entriesOfNative(dir: string): Promise<Dirent[]> {
  try {
    return await entriesOf(dir);
  } catch (error) {
    // A file may be called like a universe.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [];
    throw error;
  }
}

function refusal(file: string): SourceProblem {
  const { code, message } = notAFile();
  return { file, code, reason: message };
}

async function readManifest(dir: string, problems: SourceProblem[]): Promise<NativeManifest | null> {
  const refuse = (code: string, reason: string) => {
    problems.push({ file: MANIFEST_NAME, code, reason });
    return null;
  };
  let value: unknown;
  try {
    value = JSON.parse((await readSmallFile(join(dir, MANIFEST_NAME), MOST_MANIFEST_BYTES)).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof BrokenFile)) throw error;
    return refuse('BAD_MANIFEST', 'the manifest is not readable JSON; every *.jsonl file of the folder is taken');
  }
  if (typeof value !== 'object' || value === null) return refuse('BAD_MANIFEST', 'the manifest is not an object');
  const manifest = value as Record<string, unknown>;
  const text = (member: unknown) => (typeof member === 'string' ? member : null);
  const number = (member: unknown) => (typeof member === 'number' && member >= 0 ? member : null);
  const filesIn = (member: unknown): StatedFile[] | null => {
    if (!Array.isArray(member)) return null;
    return (member as Record<string, unknown>[]).map((file) => ({
      name: text(file?.name) ?? '',
      articles: number(file?.articles),
      bytes: number(file?.bytes),
      sha256: text(file?.sha256),
    }));
  };
  const files = filesIn(manifest.files);
  const isOutside = ({ name }: StatedFile) => !NATIVE_FILE.test(name);
  if (files?.some(isOutside))
    return refuse('BAD_MANIFEST', 'the manifest names a file that is not a plain *.jsonl or *.jsonl.gz name');
  const plain = (listed: StatedFile[] | null, what: string) =>
    listed?.some(isOutside)
      ? refuse('BAD_MANIFEST', `the manifest names ${what} by no plain *.jsonl or *.jsonl.gz name`)
      : listed;
  return {
    source: text(manifest.source),
    licence: text(manifest.licence),
    createdAt: text(manifest.created_at),
    articles: number(manifest.articles),
    files,
    texts: plain(filesIn(manifest.texts), 'texts'),
    raw: plain(filesIn(manifest.raw), 'files of raw/'),
  };
}

async function findCategorised(cacheDir: string, universe: string, problems: SourceProblem[]) {
  let best: { name: string; depth: number } | null = null;
  for (const entry of await entriesOf(cacheDir)) {
    const match = CATEGORISED.exec(entry.name);
    const depth = match?.[1] === universe ? Number(match[2]) : -1;
    if (depth < 0) continue;
    if (!(await isRegular(cacheDir, entry))) problems.push(refusal(entry.name));
    else if (!best || depth > best.depth) best = { name: entry.name, depth };
  }
  if (!best) return null;
  const meta = await readMeta(join(cacheDir, best.name.replace(/\.json$/, '_meta.json')));
  return { file: join(cacheDir, best.name), ...meta };
}

/** The meta file is a hint: where it is missing or broken, nothing is known. */
async function readMeta(path: string): Promise<{ createdAt: string | null; totalItems: number | null }> {
  try {
    const meta = JSON.parse(await readSmallFile(path, MOST_MANIFEST_BYTES)) as Record<string, unknown> | null;
    return {
      createdAt: typeof meta?.created_at === 'string' ? meta.created_at : null,
      totalItems: typeof meta?.total_items === 'number' ? meta.total_items : null,
    };
  } catch {
    return { createdAt: null, totalItems: null };
  }
}

/** All files that count, in the order in which they are read. */
export function pathsOf(sources: SourceFiles): string[] {
  return [
    ...(sources.native?.files ?? []),
    ...(sources.native?.texts.values() ?? []),
    ...(sources.categorised ? [sources.categorised.file] : []),
    ...sources.perArticle,
  ];
}

/** Changes whenever a file was touched: names, sizes, times and inodes; cheap, reads no content. */
export async function fingerprintOf(sources: SourceFiles): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([sources.native?.manifest ?? null, sources.problems]));
  for (const path of pathsOf(sources)) {
    const facts = await stat(path, { bigint: true }).catch(() => null);
    hash.update(
      `${basename(path)}\0${facts ? [facts.size, facts.mtimeNs, facts.ctimeNs, facts.ino].join() : 'missing'}\n`,
    );
  }
  return hash.digest('hex').slice(0, 32);
}

/** A hash of the content: the same for the same bytes, wherever and whenever the files were written. */
export async function contentHashOf(sources: SourceFiles): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([sources.native?.manifest?.licence ?? null, sources.native?.manifest?.source ?? null]));
  for (const path of pathsOf(sources)) {
    hash.update(`${basename(path)}\0`);
    // An unreadable file is part of the content as such: the same failure gives the same key.
    try {
      const file = await openRegular(path);
      for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
    } catch (error) {
      hash.update(`unreadable ${(error as NodeJS.ErrnoException).code ?? ''}`);
    }
  }
  return hash.digest('hex');
}
