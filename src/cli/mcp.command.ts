import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import { Catalogue } from '../catalogue/catalogue';
import { PackageInfo } from '../config/package-info';
import { PinoLogger } from '../config/pino-logger';
import { packageDir, readConfig } from '../config/read-environment';
import { Lore } from '../mcp/lore';
import { bridgeStdio, serveStdio } from '../mcp/stdio';
import { BackgroundWork } from '../prefetch/background-work';
import { readOptions } from './read-options';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run --silent mcp -- [--url URL]

Speaks the Model Context Protocol over standard input and output, for the program that started it (Claude Desktop, an
editor, …). Without --url it answers from the files in CACHE_DIR, or from the demo universe where there are none, and
needs no Postgres. docs/mcp.md has the settings of common hosts.

  --url URL   asks a running service instead, for instance http://localhost:8000
  --help      this text`;

/** `npm run mcp`. */
export async function mcpCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, { url: { type: 'string' } });
  if (!values) return;
  if (values.url !== undefined) return bridgeStdio(serviceUrl(values.url));
  const program = await openFiles();
  try {
    await serveStdio(new Lore(program.get(Catalogue)), program.get(PackageInfo).version);
  } finally {
    await program.close();
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
async function openFiles(): Promise<INestApplicationContext> {
  const config = readConfig({
    DATABASE_URL: 'none',
    DATABASE_REPLICA_URLS: '',
    PREFETCH_IMAGES: 'false',
    JOBS: 'inline',
    REDIS_URL: '',
  });
  new PinoLogger({ level: 'warn', format: config.log.format }, process.stderr).install();
  const program = await NestFactory.createApplicationContext(AppModule.reader(config, PackageInfo.read(packageDir())));
  await program.get(BackgroundWork).start();
  return program;
}
