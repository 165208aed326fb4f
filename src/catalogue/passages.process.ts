import { Database } from '../database/database';
import { Directory } from '../dataset/directory';
import { serveTask } from '../processes/serve-task';
import { indexPublished, type IndexTask } from './index-passages';
import { PostgresArticles } from './postgres-articles';

const PATIENCE_MS = 20_000;
/** Nobody asks for them here. */
const NO_OPERATIONS = { listRecent: () => Promise.resolve([]) };

serveTask<IndexTask, never, void>(async ({ universe, key, path, database: config }) => {
  const database = new Database({ ...config, poolMax: 2 });
  database.start();
  try {
    await database.whenUp(PATIENCE_MS);
    const rows = new PostgresArticles(database, NO_OPERATIONS);
    const bytes = await rows.readDirectory(universe, key);
    if (!bytes) throw new Error('Postgres holds another dataset by now');
    await indexPublished(rows, await Directory.open(bytes), path);
  } finally {
    await database.stop();
  }
});
