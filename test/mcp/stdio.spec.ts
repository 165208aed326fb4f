import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describeWithService } from '../harness/describe-with-service';
import { startTestPostgres } from '../harness/postgres';
import { ServiceHome, TestService } from '../harness/service';
import { startProgram, sourceOf } from '../api/program';
import { until } from '../harness/until';
import { testRecords } from '../api/test-records';
import { call, connectClient, connectOverHttp } from './mcp-client';
import { mcpSuite } from './mcp.suite';

const CLI = join(__dirname, '../../dist/cli.js');

/** Starts the command as a host does, in a folder of its own. */
async function connectOverStdio(args: string[] = [], dir = mkdtempSync(join(tmpdir(), 'lk-mcp-'))) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, 'mcp', ...args],
    cwd: dir,
    env: { PATH: process.env.PATH ?? '', HOME: dir, UNIVERSES_DIR: join(dir, 'universes') },
    stderr: 'pipe',
  });
  const close = () => Promise.resolve(rmSync(dir, { recursive: true, force: true }));
  return { client: await connectClient(transport), close };
}

/** A folder with the file cache of the test universe, as `startProgram` has it. */
function folderWithTestWorld(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lk-mcp-'));
  mkdirSync(join(dir, 'canon_cache/test_world'), { recursive: true });
  mkdirSync(join(dir, 'universes'));
  writeFileSync(
    join(dir, 'canon_cache/test_world/articles.jsonl'),
    testRecords()
      .map((record) => JSON.stringify(record))
      .join('\n'),
  );
  return dir;
}

describeWithService('over stdio', () => {
  mcpSuite('over stdio, on files', () => connectOverStdio([], folderWithTestWorld()));

  mcpSuite('over stdio, on a running service', async () => {
    const running = await startProgram({ DATABASE_URL: 'none' });
    await until(async () => (await sourceOf(running.url)) === 'file');
    const { client, close } = await connectOverStdio(['--url', running.url]);
    return { client, close: () => Promise.all([close(), running.close()]).then(() => undefined) };
  });

  test('says that the service is away, and goes on when it is there again', async () => {
    const home = new ServiceHome();
    const first = await TestService.start(home);
    const { client, close } = await connectOverStdio(['--url', first.url]);
    try {
      await until(async () => (await call(client, 'list_universes').catch(() => null)) !== null);
      await first.kill9();
      await expect(call(client, 'list_universes')).rejects.toThrow('did not answer');
      const port = new URL(first.url).port;
      const second = await TestService.start(home, { env: { PORT: port } });
      await until(async () => (await call(client, 'list_universes').catch(() => null)) !== null);
      await second.stop();
    } finally {
      await client.close();
      await close();
      home.remove();
    }
  });
});

test('answers the same while Postgres is killed and when it is back', async () => {
  const postgres = await startTestPostgres();
  const running = await startProgram({ DATABASE_URL: await postgres.createDatabase() });
  let client: Client | null = null;
  try {
    await until(async () => (await sourceOf(running.url)) === 'postgres');
    const asked = (client = await connectOverHttp(running.url));
    const ask = () =>
      Promise.all([
        call(asked, 'get_article', { title: 'Luke' }),
        call(asked, 'search_articles', { query: 'naboo' }),
        call(asked, 'get_links', { title: 'Tatooine', direction: 'in' }),
      ]);
    const before = await ask();
    await postgres.kill9();
    expect(await ask()).toEqual(before);
    expect(await sourceOf(running.url)).toBe('file');
    await postgres.restart();
    await until(async () => (await sourceOf(running.url)) === 'postgres');
    expect(await ask()).toEqual(before);
  } finally {
    await client?.close();
    await running.close();
    await postgres.stop();
  }
});
