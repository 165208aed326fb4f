import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Encoding } from '../http/encodings';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const SUFFIXES: Record<Encoding, string> = { identity: '', gzip: '.gz', br: '.br' };
// Names as the build gives them: never a folder, never a dot at the start.
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*(\.[a-z0-9]+)+$/;

export interface PageAsset {
  bytes: Buffer;
  type: string;
  encoding: Encoding;
}

/** The page: its HTML, and its scripts, styles and fonts as the build left them in `web/dist/assets`, packed ones included. */
export class PageAssets {
  private readonly kept = new Map<string, Promise<Buffer | null>>();

  constructor(private readonly packageDir: string) {}

  /** A file in the wanted encoding, or plain where it is not there in that one; null where there is no such file. */
  async find(name: string, wanted: Encoding): Promise<PageAsset | null> {
    const type = TYPES[extname(name)];
    if (type === undefined || !NAME.test(name)) return null;
    const packed = wanted === 'identity' ? null : await this.read(name + SUFFIXES[wanted]);
    if (packed) return { bytes: packed, type, encoding: wanted };
    const bytes = await this.read(name);
    return bytes && { bytes, type, encoding: 'identity' };
  }

  /** The page's HTML; null where it has not been built. */
  html(): Promise<Buffer | null> {
    return this.read('../index.html');
  }

  /** The sign of the house, for who asks for it by the name that browsers guess; likewise. */
  icon(): Promise<Buffer | null> {
    return this.read('../favicon.ico');
  }

  private read(name: string): Promise<Buffer | null> {
    const known = this.kept.get(name);
    if (known) return known;
    const reading = readFile(join(this.packageDir, 'web/dist/assets', name)).catch((error: NodeJS.ErrnoException) => {
      // Not kept, or asking for many wrong names would fill the memory.
      this.kept.delete(name);
      if (error.code === 'ENOENT' || error.code === 'ENAMETOOLONG') return null;
      throw error;
    });
    this.kept.set(name, reading);
    return reading;
  }
}
