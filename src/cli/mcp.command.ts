import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compose, type Program } from '../app.module';
import { PinoLogger } from '../config/pino-logger';
import { packageDir, readConfig } from '../config/read-environment';
import { Database } from '../database/database';
import { Lore } from '../mcp/lore';
import { bridgeStdio, serveStdio } from '../mcp/stdio';
import { listInProcess, runInProcess } from '../prefetch/categorise/run-in-process';
import { Troubles } from '../problem/troubles';
import { loadUniverseDefinitions } from '../universe/load-universe-definitions';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run --silent mcp -- [--url URL]

Speaks the Model Context Protocol over standard input and output, for the program that started it (Claude Desktop, an
editor, …). Without --url it answers from the files in CACHE_DIR, or from the demo universe where there are none, and
needs no Postgres. docs/mcp.md has the settings of common hosts.

  --url URL   asks a running service instead, for instance http://localhost:8000
  --help      this text`;

/** `npm run mcp`. */
export async function mcpCommand(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: { url: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(HELP);
  if (values.url !== undefined) return bridgeStdio(serviceUrl(values.url));
  const { program, version } = await openFiles();
  try {
    await serveStdio(new Lore(program.catalogue), version);
  } finally {
    await program.stopWork();
    await program.stop();
  }
}

/** Ends with a slash. */
function serviceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('--url must be the address of a service, for instance http://localhost:8000');
  }
  url.pathname = url.pathname.replace(/(\/mcp)?\/*$/, '/');
  return url;
}

/** The program without Postgres, pictures and surface. */
async function openFiles(): Promise<{ program: Program; version: string }> {
  const config = readConfig({
    DATABASE_URL: 'none',
    DATABASE_REPLICA_URLS: '',
    PREFETCH_IMAGES: 'false',
    REDIS_URL: '',
  });
  new PinoLogger({ level: 'warn', format: config.log.format }, process.stderr).install();
  const home = packageDir();
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const buildScript = join(__dirname, 'categorise.process.js');
  const program = await compose({
    config,
    database: new Database(config.database),
    troubles: new Troubles(),
    packageDir: home,
    version,
    definitions: await loadUniverseDefinitions(config.files.universesDir, (file, reason) =>
      console.error(`${file}: ${reason}`),
    ),
    runBuild: runInProcess(buildScript),
    listContent: listInProcess(buildScript),
  });
  await program.start();
  return { program, version };
}
