#!/usr/bin/env node
// `node scripts/smoke.mjs`: builds what is out of date, starts the built program in an empty folder on the Node at hand,
// and asks for one thing of each kind. Quick enough for every version of Node that is supported. With
// `--inspector DIR`, a folder with @modelcontextprotocol/inspector, also what MCP's own inspector asks, over both transports.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { buildIfNeeded } from './build.mjs';

const WITHIN_MS = 120_000;

const ASKED = [
  ['/api/v1/wiki/demo/planets/Ansa', ({ title }) => title === 'Ansa'],
  ['/api/v1/wiki/demo/search?q=ansa', ({ results }) => results[0]?.title === 'Ansa'],
  ['/api/v1/wiki/canon/summary', ({ total_items }) => total_items > 300],
  ['/api/v1/wiki/locations/planets?limit=3', (list) => list.length === 3],
  ['/health', ({ status, database }) => status === 'healthy' && database.connected],
];

const INSPECTED = [
  [['tools/list'], ({ tools }) => tools.length === 9],
  [
    ['tools/call', '--tool-name', 'get_article', '--tool-arg', 'title=Ansa'],
    ({ structuredContent: { title } }) => title === 'Ansa',
  ],
  [
    ['resources/templates/list'],
    ({ resourceTemplates }) => resourceTemplates[0].uriTemplate === 'lore://{universe}/{title}',
  ],
  [['resources/read', '--uri', 'lore://demo/Ansa'], ({ contents }) => contents[0].text.includes('Ansa')],
];

/** Has the inspector ask a server, which is an address or a command. */
async function inspect(inspector, server, cwd) {
  const program = join(inspector, 'node_modules/.bin/mcp-inspector');
  for (const [method, isRight] of INSPECTED) {
    const { stdout } = await promisify(execFile)(program, ['--cli', ...server, '--method', ...method], { cwd });
    if (!isRight(JSON.parse(stdout))) throw new Error(`the inspector got ${stdout} from ${server.join(' ')}`);
  }
  console.log(`The inspector of MCP: ${INSPECTED.length} questions to ${server[0]} answered`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function completed(url, child) {
  for (const end = Date.now() + WITHIN_MS; Date.now() < end; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/prefetch/status`).catch(() => null);
    const progress = answer?.ok ? (await answer.json()).progress : null;
    if (progress?.stage === 'completed') return progress;
    if (progress?.stage === 'failed') throw new Error(`the run failed: ${JSON.stringify(progress.errors)}`);
  }
  throw new Error('no run was completed in time');
}

await buildIfNeeded();
const folder = mkdtempSync(join(tmpdir(), 'lorekeeper-smoke-'));
const port = await freePort();
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const env = { PATH: process.env.PATH, HOME: folder, HOST: '127.0.0.1', PORT: String(port), LOG_FORMAT: 'json' };
const child = spawn(process.execPath, [main], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
let said = '';
child.stdout.on('data', (chunk) => (said += chunk));
try {
  const url = `http://127.0.0.1:${port}`;
  const { articles_created: articles, images_downloaded: images } = await completed(url, child);
  for (const [path, isRight] of ASKED) {
    const answer = await fetch(url + path);
    const body = await answer.json();
    if (!answer.ok || !isRight(body)) throw new Error(`${path} answered ${answer.status} ${JSON.stringify(body)}`);
  }
  const { inspector } = parseArgs({ options: { inspector: { type: 'string' } } }).values;
  if (inspector) {
    await inspect(inspector, [`${url}/mcp`, '--transport', 'http'], folder);
    await inspect(inspector, [process.execPath, main.replace(/main\.js$/, 'cli.js'), 'mcp'], folder);
  }
  console.log(`Node ${process.version}: ${articles} articles, ${images} images, ${ASKED.length} questions answered`);
} catch (error) {
  console.error(said.split('\n').slice(-20).join('\n'));
  throw error;
} finally {
  child.kill('SIGINT');
  if (child.exitCode === null) await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true });
}
