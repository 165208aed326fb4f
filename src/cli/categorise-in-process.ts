import { join } from 'node:path';
import { runInProcess, type RunBuild } from '../prefetch/categorise/run-in-process';

/** The categorise stage in a process of its own, whose program lies beside that of the commands. */
export function categoriseInProcess(): RunBuild {
  return runInProcess(join(__dirname, 'categorise.process.js'));
}
