import { Logger } from '@nestjs/common';
import { Database } from '../../src/database/database';
import { Leadership } from '../../src/database/leadership';
import { Loader } from '../../src/database/load/loader';
import type { LoadSource } from '../../src/database/load/load-source';
import { ScrapingLogRepository } from '../../src/database/repositories/scraping-log.repository';
import { configOf } from './config-of';
import { tablesOf } from './invented-rows';

/** What one instance does with a dataset, told as JSON lines. */
export interface BuilderTask {
  url: string;
  name: string;
  source: Omit<LoadSource, 'directoryPieces' | 'rows' | 'texts'> & { rows: { path: string }; texts: { path: string } };
  /** Signal that the process sends itself at two fifths of the load. */
  fault?: NodeJS.Signals;
  /** Leads without loading until it is killed. */
  idle?: boolean;
  force?: boolean;
}

const say = (event: string, more: object = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

async function main(task: BuilderTask): Promise<void> {
  Logger.overrideLogger(['error', 'warn', 'fatal']);
  const database = new Database(configOf(task.url, { poolMax: 4 }));
  database.on('datasets-changed', () => say('datasets', { key: database.datasets().get(task.source.universe)?.key }));
  database.start();
  await database.whenUp(20_000);
  say('up', { pooled: database.pooled });
  const leadership = new Leadership(database, task.name);
  const logs = new ScrapingLogRepository(database, task.name);
  const loader = new Loader(database);
  const lease = await leadership.acquire(task.source.universe, new AbortController().signal, (holder) =>
    say('waiting', { ...holder }),
  );
  say('leads', { epoch: lease.epoch });
  try {
    if (task.idle) await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (!task.force && (await loader.isPublished(task.source.universe, task.source.key))) {
      say('published');
    } else {
      const id = await logs.open(task.source.universe, 'startup_prefetch_all');
      say('loading');
      let faulted = false;
      const onProgress = (done: number, total: number) => {
        if (!task.fault || faulted || done < total * 0.4) return;
        faulted = true;
        say('fault', { done });
        process.kill(process.pid, task.fault);
      };
      const source: LoadSource = {
        ...task.source,
        ...tablesOf({ rows: task.source.rows.path, texts: task.source.texts.path }),
        directoryPieces: () => [Buffer.alloc(200_000, task.source.key)],
      };
      const result = await loader.load(source, { lease, onProgress });
      say('loaded', { ...result });
      if (id !== null) await logs.close(id, { status: 'completed', articles_processed: source.articles });
    }
  } catch (error) {
    say('failed', { name: (error as Error).name, message: (error as Error).message });
  }
  await lease.release();
  await loader.settled();
  logs.stop();
  say('reads', { n: await countRows(database) });
  await database.stop();
  say('done');
}

/** Asks until Postgres is there again, as one request after the other would. */
async function countRows(database: Database): Promise<number | undefined> {
  for (;;) {
    const rows = await database
      .read<{ n: number }>({ text: 'SELECT count(*) AS n FROM wiki_articles' })
      .catch(() => null);
    if (rows) return rows[0]?.n;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

void main(JSON.parse(process.argv[2] ?? '{}') as BuilderTask);
