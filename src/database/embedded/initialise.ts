import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { spawnOptions, type Place } from './place';

/** initdb into a folder beside the final one; the rename decides a race, the loser's copy is thrown away. */
export async function initialise(place: Place): Promise<void> {
  sweepUnfinished(place);
  const fresh = `${place.dataDir}.new-${randomBytes(4).toString('hex')}`;
  const args = ['-D', fresh, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-instructions'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  try {
    await run(join(place.binariesDir, 'bin', 'initdb'), args, place);
    renameSync(fresh, place.dataDir);
  } catch (error) {
    if (!existsSync(join(place.dataDir, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function sweepUnfinished(place: Place): void {
  const prefix = `${basename(place.dataDir)}.new-`;
  for (const name of readdirSync(place.dir)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(place.dir, name);
    if (Date.now() - statSync(path).mtimeMs > 600_000) rmSync(path, { recursive: true, force: true });
  }
}

async function run(command: string, args: string[], place: Place): Promise<void> {
  const child = spawn(command, args, { ...spawnOptions(place), stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${basename(command)} failed: ${output.trim()}`);
}
