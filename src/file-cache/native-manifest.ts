import { join } from 'node:path';
import { BrokenFile, readSmallFile } from './regular-file';

export interface ManifestFile {
  name: string;
  articles: number;
  bytes: number;
  sha256: string;
}

/** The manifest of a native folder as Lorekeeper writes it; members beyond the contract's are additions. */
export interface WrittenManifest {
  format: 1;
  universe: string;
  /** Address of the wiki. */
  source: string;
  /** Name of the licence, for instance `CC BY-SA 3.0`. */
  licence: string;
  licence_url: string;
  /** The moment the data speak of: when a crawl began, or the newest revision of a dump. */
  created_at: string;
  articles: number;
  files: ManifestFile[];
  /**
   * The texts of the articles, in the folder `texts/`: beside each of `files` one of the same number with a line for
   * each of its lines. Read by what needs texts alone. Left out where none are kept.
   */
  texts?: ManifestFile[];
  /** Version of the infobox parser that made the records; another one is a reason for `cache:reparse`. */
  parser_version: number;
  /** The same of the texts. */
  text_parser_version?: number;
  /** Raw infoboxes and what texts were made from, in the folder `raw/`; not read by anything but a re-parse. */
  raw: ManifestFile[];
  /** How the record came to be: `crawl`, `dump`, `refresh` or `reparse`. */
  made_by: string;
}

export const MANIFEST_NAME = 'manifest.json';
export const RAW_DIR = 'raw';
export const TEXTS_DIR = 'texts';
export const MOST_MANIFEST_BYTES = 64 << 20;

/** Reads a manifest that Lorekeeper wrote; null where there is none, or one of another origin. */
export async function readWrittenManifest(dir: string): Promise<WrittenManifest | null> {
  let value: unknown;
  try {
    value = JSON.parse(await readSmallFile(join(dir, MANIFEST_NAME), MOST_MANIFEST_BYTES));
  } catch (error) {
    if (
      error instanceof SyntaxError ||
      error instanceof BrokenFile ||
      (error as NodeJS.ErrnoException).code === 'ENOENT'
    )
      return null;
    throw error;
  }
  const manifest = value as Partial<WrittenManifest> | null;
  const isOurs =
    manifest?.format === 1 &&
    Array.isArray(manifest.files) &&
    Array.isArray(manifest.raw) &&
    Array.isArray(manifest.texts ?? []);
  return isOurs ? (manifest as WrittenManifest) : null;
}

/** How many articles the folder's manifest claims; 0 where there is none. */
export async function countArticles(dir: string): Promise<number> {
  try {
    const manifest = JSON.parse(await readSmallFile(join(dir, MANIFEST_NAME), MOST_MANIFEST_BYTES)) as {
      articles?: unknown;
    } | null;
    return typeof manifest?.articles === 'number' ? manifest.articles : 0;
  } catch {
    return 0;
  }
}

/** The number that a file of articles and the one with their texts have in common; null for another name. */
export function numberOf(fileName: string): string | null {
  return /^(?:articles|texts)-(\d{5})-/.exec(fileName)?.[1] ?? null;
}

/** Names the articles and texts of a manifest by the hashes of their files; null where there is none. */
export function contentOfManifest(manifest: WrittenManifest): string;
export function contentOfManifest(manifest: WrittenManifest | null): string | null;
export function contentOfManifest(manifest: WrittenManifest | null): string | null {
  return manifest && [...manifest.files, ...(manifest.texts ?? [])].map(({ sha256 }) => sha256).join(' ');
}
