import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from './api/http/http-app';
import { observeResponses } from './api/metrics/observe-responses';
import { compose, type Program } from './app.module';
import { renewCodeCache, WARM_UP, writeCodeCache } from './code-cache';
import type { Config } from './config/config';
import { ConfigError } from './config/parse-config';
import { PinoLogger } from './config/pino-logger';
import { packageDir, readConfig } from './config/read-environment';
import { Database } from './database/database';
import { loadDriver } from './database/driver';
import { keepTickShape } from './event-loop/tick-shape';
import { runInProcess } from './prefetch/categorise/run-in-process';
import { Troubles } from './problem/troubles';
import { loadUniverseDefinitions } from './universe/load-universe-definitions';

const SHUTDOWN_LIMIT_MS = 9000;
/**
 * The garbage collector works once the heap has grown by a third. By itself V8 lets it grow to its fourfold, which under
 * load is a third of all memory for a few percent of the time.
 */
const HEAP_GROWTH = '--heap-growing-percent=33';
/** Until then the heap is small and grows by what stays: collecting it often would only slow the start down. */
const BOOT_MS = 3000;

async function main(): Promise<void> {
  keepTickShape();
  const isWarmUp = process.argv.includes(WARM_UP);
  const home = packageDir();
  const config = readConfig(isWarmUp ? WARM : {});
  const logger = new PinoLogger(config.log);
  logger.install();
  const log = new Logger('boot');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  log.log({ msg: 'Starting Lorekeeper', version, node: process.version });
  // Before all else: another processor starts Postgres while this one gets ready to serve.
  const database = new Database(config.database);
  database.launch();
  const definitions = await loadUniverseDefinitions(config.files.universesDir, (file, reason) =>
    log.warn({ msg: 'a universe definition was left out', file, reason }),
  );
  const program = await compose({
    config,
    database,
    troubles: new Troubles(),
    packageDir: home,
    version,
    definitions,
    runBuild: runInProcess(buildScript()),
  });
  const app = await createHttpApp(
    program.module,
    { ...program, config: config.server, observer: program.metrics },
    logger,
  );
  observeResponses(app.getHttpAdapter().getInstance() as unknown as FastifyInstance, program.metrics);
  const stop = shutDownOnce(async () => {
    program.lifecycle.drain();
    await app.close();
    await program.stop();
  }, log);
  process.on('SIGTERM', stop).on('SIGINT', stop);
  await app.listen(config.server.port, config.server.host);
  announce(log, config, await app.getUrl());
  await program.start();
  log.log({
    msg: config.prefetch.onStart ? 'Prefetch running in background' : 'Prefetch is off',
    data: dataOf(program, config),
  });
  // Not where code is compiled for the next start, which counts for the flags of that start.
  if (!isWarmUp) setTimeout(() => setFlagsFromString(HEAP_GROWTH), BOOT_MS).unref();
  if (isWarmUp) await warmUp(app, stop);
  else if (await renewCodeCache()) log.log({ msg: 'The next start will be quicker: its compiled code is kept' });
}

function announce(log: Logger, config: Config, url: string): void {
  const open = url.replace('[::]', 'localhost').replace('0.0.0.0', 'localhost');
  log.log({ msg: `API is now READY: ${open}` });
  log.log({ msg: `Docs: ${open}/docs` });
  if (config.server.adminApiKey === null) log.log({ msg: 'Admin routes are closed: ADMIN_API_KEY is not set' });
}

function dataOf({ catalogue }: Program, { database, files, images }: Config) {
  return {
    postgres: database.mode,
    cache: files.cacheDir,
    images: images.dir,
    universes: catalogue.servable(),
  };
}

/** The program that builds datasets lies beside the bundle, or in the tree of compiled files. */
function buildScript(): string {
  const bundled = join(__dirname, 'categorise.process.js');
  return existsSync(bundled) ? bundled : join(__dirname, 'prefetch/categorise/categorise.process.js');
}

/** The first signal ends the service in order, within the limit; a second one ends it at once. */
function shutDownOnce(close: () => Promise<void>, log: Logger): () => void {
  let closing = false;
  return () => {
    if (closing) process.exit(1);
    closing = true;
    log.log({ msg: 'Shutting down' });
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ msg: 'the shutdown failed', error: String(error) });
        process.exit(1);
      },
    );
  };
}

/** A start with nothing to do, to keep the code that V8 compiles for one. */
const WARM = {
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: 'none',
  REDIS_URL: '',
  PREFETCH_ON_START: 'false',
  REFRESH_EVERY: '',
  LOG_LEVEL: 'error',
};

async function warmUp(app: NestFastifyApplication, stop: () => void): Promise<void> {
  for (const url of ['/live', '/health', '/prefetch/status']) await app.inject({ url });
  await loadDriver();
  writeCodeCache();
  stop();
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
