import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';

interface Copy {
  /** Stands in the file's name. */
  version: string;
  /** As the store said it; not known of copies of earlier runs. */
  etag?: string;
  bytes: number;
}

const LEFT_OVER_MS = 600_000;
const COPY = /^([0-9a-f]{32,64}\.[a-z]{3,4})\.([0-9a-f]{16})$/;
/** A name is taken apart again after a restart; what identifies the version is not part of any path. */
const versionOf = (etag: string) => createHash('sha256').update(etag).digest('hex').slice(0, 16);

/**
 * Copies of objects in a folder of this machine, those not used for longest removed above a limit. Another process may
 * use the same folder: a copy may have gone when it is opened.
 */
export class LocalCopies {
  private readonly copies: LRUCache<string, Copy>;

  constructor(
    private readonly folder: string,
    maxBytes: number,
  ) {
    this.copies = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => bytes + 1,
      dispose: (copy, name) => void unlink(this.pathOf(name, copy.version)).catch(() => undefined),
    });
  }

  /** Takes up the copies of earlier runs, and removes what is half written. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const found: { name: string; copy: Copy; usedAt: number }[] = [];
    for (const file of await readdir(this.folder)) {
      const [, name, version] = COPY.exec(file) ?? [];
      const facts = name === undefined ? null : await stat(join(this.folder, file)).catch(() => null);
      if (!facts || name === undefined || version === undefined) await this.sweep(file);
      else found.push({ name, copy: { version, bytes: facts.size }, usedAt: facts.mtimeMs });
    }
    for (const { name, copy } of found.sort((a, b) => a.usedAt - b.usedAt)) this.copies.set(name, copy);
  }

  /** A path at which nothing lies. */
  draftPath(): string {
    return join(this.folder, `${randomBytes(16).toString('hex')}.tmp`);
  }

  find(key: string): { path: string; etag: string | undefined } | null {
    const name = nameOf(key);
    const copy = this.copies.get(name);
    return copy ? { path: this.pathOf(name, copy.version), etag: copy.etag } : null;
  }

  /** Makes a draft the copy of an object; returns its path. */
  async keep(key: string, etag: string, draft: string, bytes: number): Promise<string> {
    const name = nameOf(key);
    const version = versionOf(etag);
    const path = this.pathOf(name, version);
    await rename(draft, path);
    const known = this.copies.peek(name);
    // A copy of the same version lies at the same path: it is not to be disposed of.
    if (known?.version === version) known.etag = etag;
    else this.copies.set(name, { version, etag, bytes });
    return path;
  }

  forget(key: string): void {
    this.copies.delete(nameOf(key));
  }

  /** Writes a body to a draft; returns its path, length and sha256. Nothing is left where that fails. */
  async receive(chunks: AsyncIterable<Buffer>): Promise<{ path: string; bytes: number; sha256: string }> {
    const path = this.draftPath();
    const hash = createHash('sha256');
    let bytes = 0;
    const handle = await open(path, 'wx', 0o644);
    try {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        await handle.writeFile(chunk);
      }
    } catch (error) {
      await unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    return { path, bytes, sha256: hash.digest('hex') };
  }

  /** Another process may be writing what looks half written. */
  private async sweep(file: string): Promise<void> {
    const path = join(this.folder, file);
    const facts = await stat(path).catch(() => null);
    if (facts?.isFile() && facts.mtimeMs < Date.now() - LEFT_OVER_MS) await unlink(path).catch(() => undefined);
  }

  private pathOf(name: string, version: string): string {
    return join(this.folder, `${name}.${version}`);
  }
}

/** `ab/cdef.webp` and `cdef.img` lie flat. */
function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
