import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInProcess, type RunBuild } from '../prefetch/categorise/run-in-process';

/** The categorise stage in a process of its own, whose program lies beside the bundle or in the compiled tree. */
export function categoriseInProcess(): RunBuild {
  const bundled = join(__dirname, 'categorise.process.js');
  return runInProcess(existsSync(bundled) ? bundled : join(__dirname, '../prefetch/categorise/categorise.process.js'));
}
