import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the launcher of the bundle (scripts/build.mjs) knows of the code that V8 compiled for it. */
interface CodeCache {
  /** Whether this start used what an earlier one left. */
  isUsed: boolean;
  write(): void;
}

const codeCache = (globalThis as { __codeCache?: CodeCache }).__codeCache;

/** The argument of a start with nothing to do but to leave its compiled code. */
export const WARM_UP = '--warm';

/** Keeps the code that this process compiled, for the next start. */
export function writeCodeCache(): void {
  codeCache?.write();
}

/** The same, where this start had to compile and may write. For a process that has done its work. */
export async function keepCodeCache(): Promise<void> {
  const launcher = process.argv[1];
  if (codeCache && !codeCache.isUsed && launcher !== undefined && (await isWritable(launcher))) codeCache.write();
}

/**
 * Where this start had to compile, because Node, its flags or the processor are others than at the build, another
 * process does it once more beside this one, so that the next start is quick. True if it did.
 */
export async function renewCodeCache(): Promise<boolean> {
  const launcher = process.argv[1];
  if (!codeCache || codeCache.isUsed || launcher === undefined) return false;
  if (!(await isWritable(launcher))) return false;
  const child = spawn(process.execPath, [...process.execArgv, launcher, WARM_UP], { stdio: 'ignore' });
  child.unref();
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (status) => resolve(status === 0));
  });
}

/** Whether compiled code can be kept beside the program. */
function isWritable(launcher: string): Promise<boolean> {
  return access(dirname(launcher), constants.W_OK).then(
    () => true,
    () => false,
  );
}
