import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ImageFormat } from '../image-format';
import { IMAGE_FORMATS } from '../image-format';
import { openFile, removeFile, type Disk } from './disk';

/** The widths that are made; others are refused, so that nobody fills the disk with 1,000 of them. */
export const VARIANT_WIDTHS = [64, 128, 200, 400, 800] as const;
export type VariantWidth = (typeof VARIANT_WIDTHS)[number];

/** Raised when conversions come out otherwise than before. */
const VARIANT_VERSION = 1;
const FOLDER = /^[0-9a-f]{2}$/;
const FILE = /^[0-9a-f]{64}\.(jpg|png|webp|gif|avif)$/;
const TOUCH_EVERY_MS = 3_600_000;

export interface VariantSpec {
  width: VariantWidth | null;
  format: ImageFormat;
}

/** The file of a variant below the image folder; another content of the original has other variants. */
export function variantName(sha256: string, { width, format }: VariantSpec): string {
  const hash = createHash('sha256');
  for (const field of [sha256, String(width ?? 'full'), format, String(VARIANT_VERSION)]) {
    hash.update(`${field.length}:${field}`);
  }
  const key = hash.digest('hex');
  return `${key.slice(0, 2)}/${key}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** Variants, each made once, in 256 folders; with a cap on bytes it knows which were not seen for longest. */
export class VariantFolder {
  /** Name to size, least recently used first; kept only where there is a cap. */
  private readonly known = new Map<string, { bytes: number; usedAt: number }>();
  private readonly folders = new Map<string, Promise<void>>();
  private totalBytes = 0;

  constructor(
    private readonly root: string,
    private readonly disk: Disk,
    private readonly isTracking: boolean,
    private readonly now: () => number,
  ) {}

  get bytes(): number {
    return this.totalBytes;
  }

  /** Finds what earlier runs left, least recently used first. */
  async load(): Promise<void> {
    if (!this.isTracking) return;
    const found: { name: string; stat: Stats }[] = [];
    for await (const name of this.names()) {
      const stat = await this.disk.lstat(join(this.root, name)).catch(() => null);
      if (stat?.isFile()) found.push({ name, stat });
    }
    found.sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs);
    for (const { name, stat } of found) this.add(name, stat.size, stat.mtimeMs);
  }

  open(name: string): Promise<{ handle: FileHandle; bytes: number } | null> {
    return openFile(this.disk, join(this.root, name));
  }

  /** Moves a finished temporary file into its place. */
  async publish(name: string, temporary: string, bytes: number): Promise<void> {
    await this.makeFolder(name.slice(0, 2));
    await this.disk.rename(temporary, join(this.root, name));
    if (this.isTracking) this.add(name, bytes, this.now());
  }

  /** Remembers that somebody looked at it; on disk at most once an hour. */
  touch(name: string): void {
    const entry = this.known.get(name);
    if (!entry) return;
    const now = this.now();
    if (now - entry.usedAt > TOUCH_EVERY_MS) {
      // Only the order after a restart depends on it.
      this.disk.utimes(join(this.root, name), now / 1000, now / 1000).catch(() => undefined);
    }
    this.known.delete(name);
    this.known.set(name, { bytes: entry.bytes, usedAt: now });
  }

  /** The one that was not seen for longest. */
  oldest(): { name: string; usedAt: number } | null {
    for (const [name, { usedAt }] of this.known) return { name, usedAt };
    return null;
  }

  async remove(name: string): Promise<boolean> {
    const entry = this.known.get(name);
    if (entry) {
      this.known.delete(name);
      this.totalBytes -= entry.bytes;
    }
    return removeFile(this.disk, join(this.root, name));
  }

  /** Removes every variant of an original. */
  async removeAllOf(sha256: string): Promise<void> {
    for (const width of [null, ...VARIANT_WIDTHS]) {
      for (const format of IMAGE_FORMATS) await this.remove(variantName(sha256, { width, format }));
    }
  }

  /** Removes every variant there is: they can be made again. */
  async clear(): Promise<void> {
    for await (const name of this.names()) await this.remove(name);
    this.known.clear();
    this.totalBytes = 0;
  }

  private add(name: string, bytes: number, usedAt: number): void {
    this.totalBytes += bytes - (this.known.get(name)?.bytes ?? 0);
    this.known.delete(name);
    this.known.set(name, { bytes, usedAt });
  }

  private async *names(): AsyncGenerator<string> {
    const folders = (await this.disk.readdir(this.root)).filter((name) => FOLDER.test(name));
    for (const folder of folders) {
      const stat = await this.disk.lstat(join(this.root, folder)).catch(() => null);
      if (!stat?.isDirectory()) continue;
      for (const name of await this.disk.readdir(join(this.root, folder))) {
        if (FILE.test(name)) yield `${folder}/${name}`;
      }
    }
  }

  private makeFolder(name: string): Promise<void> {
    const made = this.folders.get(name) ?? this.makeRealFolder(join(this.root, name));
    this.folders.set(name, made);
    made.catch(() => this.folders.delete(name));
    return made;
  }

  private async makeRealFolder(path: string): Promise<void> {
    const stat = await this.disk.lstat(path).catch(() => null);
    // A link planted in the image folder would lead writes elsewhere.
    if (stat && !stat.isDirectory()) await this.disk.unlink(path);
    if (!stat?.isDirectory()) await this.disk.mkdir(path, { recursive: true });
  }
}
