import { appendFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../src/database/database';
import type { ImageBatchResult, JobHandlers } from '../../src/jobs/job';
import type { JobWorker } from '../../src/jobs/job-worker';
import { PostgresWorker } from '../../src/jobs/postgres/postgres-worker';
import { RedisWorker } from '../../src/jobs/redis/redis-worker';
import { configOf } from '../database/config-of';

/** A worker whose "images" are small files; some URLs make it die, hang or fail. */
const [url = '', dir = '', lease = ''] = process.argv.slice(3);
const leaseMs = Number(lease);

/** True the first time that anybody asks. */
function isFirst(name: string): boolean {
  try {
    writeFileSync(join(dir, `first-${createHash('md5').update(name).digest('hex')}`), '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function block(ms: number): void {
  for (const end = Date.now() + ms; Date.now() < end;);
}

/** Stores a file whole, once; gives whether it was this call. */
async function store(url: string): Promise<boolean> {
  const path = join(dir, `${createHash('md5').update(url).digest('hex')}.img`);
  if (existsSync(path)) return false;
  await sleep(5);
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, url);
  renameSync(temporary, path);
  appendFileSync(join(dir, 'log'), `${url}\n`);
  return true;
}

const handlers: JobHandlers = {
  'image-batch': async ({ urls }, { signal, report, isRepeated }) => {
    const result: ImageBatchResult = { total: urls.length, downloaded: 0, cached: 0, failed: 0, failures: [] };
    appendFileSync(join(dir, 'begun'), `${process.pid} ${isRepeated}\n`);
    for (const url of urls) {
      signal.throwIfAborted();
      const [what = '', how = ''] = url.split(':');
      if (what === 'die') process.kill(process.pid, 'SIGKILL');
      if (what === 'die-once' && isFirst(url)) process.kill(process.pid, 'SIGKILL');
      if (what === 'block-once' && isFirst(url)) block(Number(how));
      if (what === 'slow') await sleep(Number(how), undefined, { signal });
      if (what === 'fail' && isFirst(`${url}${Date.now()}`)) throw new Error('at /secret/path of host db.internal');
      if (await store(url)) result.downloaded += 1;
      else result.cached += 1;
      report({ downloaded: result.downloaded, pausedReason: null });
    }
    return result;
  },
};

function openWorker(): JobWorker {
  if (url.startsWith('redis:')) return new RedisWorker({ redisUrl: url, handlers, leaseMs });
  const database = new Database(configOf(url));
  database.start();
  return new PostgresWorker({ database, handlers, leaseMs });
}

const worker = openWorker();
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => {
    console.error(`${event}: ${String(error)}`);
    process.exit(70);
  });
}
process.on('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
void worker.start().then(() => console.log('started'));
