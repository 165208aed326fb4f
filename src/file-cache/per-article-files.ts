import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UNIVERSE_ID } from './source-files';

const PARALLEL_READS = 16;

/**
 * The per-article files of CONTENT_DIR by the universe that each record itself names; a file that cannot be
 * understood is listed under the universe that its name begins with, so that the run counts it as rejected.
 */
export async function listPerArticleFiles(
  contentDir: string,
  knownIds: readonly string[],
): Promise<Map<string, string[]>> {
  const names = (await readdir(contentDir).catch(() => [] as string[])).filter((name) => name.endsWith('.json')).sort();
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

const STATED = /"universe"\s*:\s*"([a-z][a-z0-9_]{0,49})"/;

async function statedUniverse(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    if (!STATED.test(text)) return null;
    const value = JSON.parse(text) as { universe?: unknown; content?: unknown } | null;
    return typeof value?.universe === 'string' && UNIVERSE_ID.test(value.universe) ? value.universe : null;
  } catch {
    return null;
  }
}

/** The universe whose id a file's name begins with: of `star` and `star_wars` the longer one. */
export function universeByName(name: string, knownIds: readonly string[]): string | null {
  const fitting = knownIds.filter((id) => name.startsWith(`${id}_`));
  fitting.sort((a, b) => b.length - a.length);
  return fitting[0] ?? null;
}
