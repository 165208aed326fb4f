import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isUniverseId } from '../universe/universe-definition';
import { readSmallFile } from './regular-file';

export interface FolderSize {
  files: number;
  bytes: number;
}

const PARALLEL_READS = 16;
const MAX_BYTES = 8 << 20;

/** Whether there are per-article files at all; a folder of a million entries costs no more than one of ten. */
export async function hasPerArticleFiles(contentDir: string): Promise<boolean> {
  return (await jsonNames(contentDir).next()).done !== true;
}

/**
 * The per-article files of CONTENT_DIR by the universe that each record itself names; a file that cannot be
 * understood is listed under the universe that its name begins with, so that the run counts it as rejected.
 * Reads every file: not for the serving process.
 */
export async function listPerArticleFiles(
  contentDir: string,
  knownIds: readonly string[],
): Promise<Map<string, string[]>> {
  const names: string[] = [];
  for await (const name of jsonNames(contentDir)) names.push(name);
  names.sort();
  const universes = new Array<string | null>(names.length).fill(null);
  let next = 0;
  const readNext = async () => {
    for (let i = next++; i < names.length; i = next++) {
      const name = names[i] ?? '';
      universes[i] = (await statedUniverse(join(contentDir, name))) ?? universeByName(name, knownIds);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, readNext));
  const byUniverse = new Map<string, string[]>();
  names.forEach((name, i) => {
    const universe = universes[i];
    if (!universe) return;
    const paths = byUniverse.get(universe);
    if (paths) paths.push(join(contentDir, name));
    else byUniverse.set(universe, [join(contentDir, name)]);
  });
  return byUniverse;
}

/** Ids of the universes that they belong to. Reads every file, too. */
export async function listContentUniverses(contentDir: string, knownIds: readonly string[]): Promise<string[]> {
  return [...(await listPerArticleFiles(contentDir, knownIds)).keys()];
}

/**
 * How many per-article files are named like those of a universe, and their bytes: by their names alone, so of a file
 * whose record names another universe than its name does this is no more than an estimate.
 */
export async function measurePerArticleFiles(
  contentDir: string,
  universe: string,
  knownIds: readonly string[],
): Promise<FolderSize> {
  const measured = { files: 0, bytes: 0 };
  for await (const name of jsonNames(contentDir)) {
    if (universeByName(name, knownIds) !== universe) continue;
    measured.files++;
    measured.bytes += (await stat(join(contentDir, name)).catch(() => null))?.size ?? 0;
  }
  return measured;
}

async function* jsonNames(dir: string): AsyncGenerator<string> {
  try {
    for await (const { name } of await opendir(dir)) if (name.endsWith('.json')) yield name;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

const STATED = /"universe"\s*:\s*"([a-z][a-z0-9_]{0,49})"/;

async function statedUniverse(path: string): Promise<string | null> {
  try {
    const text = await readSmallFile(path, MAX_BYTES);
    if (!STATED.test(text)) return null;
    const value = JSON.parse(text) as { universe?: unknown } | null;
    return typeof value?.universe === 'string' && isUniverseId(value.universe) ? value.universe : null;
  } catch {
    // The run that reads it says what is wrong with it.
    return null;
  }
}

/** The universe whose id a file's name begins with: of `star` and `star_wars` the longer one. */
function universeByName(name: string, knownIds: readonly string[]): string | null {
  const fitting = knownIds.filter((id) => name.startsWith(`${id}_`));
  fitting.sort((a, b) => b.length - a.length);
  return fitting[0] ?? null;
}
