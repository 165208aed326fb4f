import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** Variables that the C library reads, not the service. */
export const ALLOCATOR = ['MALLOC_MMAP_THRESHOLD_', 'MALLOC_ARENA_MAX'];

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every environment variable that the service reads, as its parser names them. */
export function environmentNames(): Set<string> {
  const parser = readText('src/config/parse-config.ts');
  return new Set([...parser.matchAll(/read(?:<[^(]*>)?\(\s*'([A-Z][A-Z0-9_]*)'/g)].map(([, name = '']) => name));
}

/** The npm scripts of package.json. */
export function scriptNames(): Set<string> {
  return new Set(Object.keys((JSON.parse(readText('package.json')) as { scripts: object }).scripts));
}

/** The commands that `node dist/cli.js` knows. */
export function commandNames(): Set<string> {
  const [table = ''] = /const COMMANDS[\s\S]*?\n};/.exec(readText('src/cli/main.ts')) ?? [];
  return new Set([...table.matchAll(/^ {2}'?([a-z:-]+)'?: async/gm)].map(([, name = '']) => name));
}
