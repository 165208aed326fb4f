import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from './api/http/http-app';
import { observeResponses } from './api/metrics/observe-responses';
import { compose, type Program } from './app.module';
import type { Config } from './config/config';
import { ConfigError } from './config/parse-config';
import { PinoLogger } from './config/pino-logger';
import { packageDir, readConfig } from './config/read-environment';
import { Database } from './database/database';
import { runInProcess } from './prefetch/categorise/run-in-process';
import { Troubles } from './problem/troubles';
import { loadUniverseDefinitions } from './universe/load-universe-definitions';

const SHUTDOWN_LIMIT_MS = 9000;

async function main(): Promise<void> {
  const home = packageDir();
  const config = readConfig();
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
    runBuild: runInProcess(join(__dirname, 'categorise.process.js')),
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

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
