import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BrowsePage } from '../ports';

/** The page as `web/dist` holds it, kept in memory after the first look. */
export class BuiltPage extends BrowsePage {
  private kept: Promise<Buffer | null> | null = null;

  constructor(private readonly packageDir: string) {
    super();
  }

  override html(): Promise<Buffer | null> {
    this.kept ??= readFile(join(this.packageDir, 'web/dist/index.html')).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return this.kept;
  }
}
