import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The installed package: the folder with the files that come with it, and its version. */
export class PackageInfo {
  constructor(
    readonly dir: string,
    readonly version: string,
  ) {}

  static read(dir: string): PackageInfo {
    const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string };
    return new PackageInfo(dir, version);
  }

  /** How this program calls itself to the hosts that it asks. */
  userAgent(contact: string | null): string {
    return `Lorekeeper/${this.version}${contact ? ` (${contact})` : ''}`;
  }
}
