import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadDefinition, parseUniverseDefinition } from './parse-universe-definition';
import type { UniverseDefinition } from './universe-definition';

/**
 * Reads every `*.json` of a folder. A file that is not a definition is told to `report` with the reason, and the
 * others load; a folder that is missing gives an empty map.
 */
export async function loadUniverseDefinitions(
  dir: string,
  report: (fileName: string, reason: string) => void,
): Promise<Map<string, UniverseDefinition>> {
  const definitions = new Map<string, UniverseDefinition>();
  for (const fileName of await listJsonFiles(dir, report)) {
    try {
      const definition = await readDefinition(dir, fileName);
      if (definitions.has(definition.id)) throw new BadDefinition(fileName, `another file defines "${definition.id}"`);
      definitions.set(definition.id, definition);
    } catch (error) {
      report(fileName, error instanceof Error ? error.message : String(error));
    }
  }
  return definitions;
}

async function listJsonFiles(dir: string, report: (fileName: string, reason: string) => void): Promise<string[]> {
  try {
    const names = await readdir(dir);
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report(dir, 'the folder of universes cannot be read');
    return [];
  }
}

async function readDefinition(dir: string, fileName: string): Promise<UniverseDefinition> {
  const text = await readFile(join(dir, fileName), 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadDefinition(fileName, `not JSON (${(error as Error).message})`);
  }
  return parseUniverseDefinition(json, fileName);
}
