import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInWorker, type RunBuild } from '../prefetch/categorise/run-in-worker';

/** The categorise stage in a worker thread; the compiled worker lies beside the bundle or in the compiled tree. */
export function categoriseInWorker(): RunBuild {
  const bundled = join(__dirname, 'categorise-worker.js');
  return runInWorker(existsSync(bundled) ? bundled : join(__dirname, '../prefetch/categorise/categorise-worker.js'));
}
