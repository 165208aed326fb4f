import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from './api/http/http-app';
import { observeResponses } from './api/metrics/observe-responses';
import { compose, type Program } from './app.module';
import type { Config, ServerConfig } from './config/config';
import { ConfigError } from './config/parse-config';
import { PinoLogger } from './config/pino-logger';
import { packageDir, readConfig } from './config/read-environment';
import { Database } from './database/database';
import { listInProcess, runInProcess } from './prefetch/categorise/run-in-process';
import { Troubles } from './problem/troubles';
import { firstSignal } from './signals';
import { loadUniverseDefinitions } from './universe/load-universe-definitions';

async function main(): Promise<void> {
  const asked = firstSignal();
  const home = packageDir();
  const config = readConfig();
  const logger = new PinoLogger(config.log);
  logger.install();
  const log = new Logger('boot');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  log.log({ msg: 'Starting Lorekeeper', version, node: process.version });
  for (const { name, meant } of config.misspelt) log.warn({ msg: `${name} is not read; was ${meant} meant?` });
  // Before all else: another processor starts Postgres while this one gets ready to serve.
  const database = new Database(config.database);
  database.launch();
  const definitions = await loadUniverseDefinitions(config.files.universesDir, (file, reason) =>
    log.warn({ msg: 'a universe definition was left out', file, reason }),
  );
  const buildScript = join(__dirname, 'categorise.process.js');
  const program = await compose({
    config,
    database,
    troubles: new Troubles(),
    packageDir: home,
    version,
    definitions,
    runBuild: runInProcess(buildScript),
    listContent: listInProcess(buildScript),
  });
  const app = await createHttpApp(
    program.module,
    { ...program, config: config.server, observer: program.metrics },
    logger,
  );
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  observeResponses(fastify, program.metrics);
  void asked.then(() => program.lifecycle.drain());
  await app.init();
  const url = await listen(fastify, config.server);
  const { isServing } = program.lifecycle;
  announce(log, config, url);
  await program.start();
  log.log({
    msg: config.prefetch.onStart ? 'Prefetch running in background' : 'Prefetch is off',
    data: dataOf(program, config),
  });
  const signal = await asked;
  log.log({ msg: 'Shutting down', signal });
  // Who was never served, or waits at the terminal, need not be sent elsewhere.
  const drainMs = isServing && signal === 'SIGTERM' ? config.server.drainSeconds * 1000 : 0;
  await Promise.all([sleep(drainMs), program.stopWork()]);
  await app.close();
  await program.stop();
  process.exit(0);
}

/** Gives the address to open. Throws BootError, in words, where the port or host cannot be had. */
async function listen(fastify: FastifyInstance, { port, host }: ServerConfig): Promise<string> {
  const words: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use by another program: stop that one, or set PORT to a free port.`,
    EACCES: `This user may not listen on port ${port}: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `HOST is no address of this machine: ${host}.`,
    ENOTFOUND: `HOST is no address of this machine: ${host}.`,
  };
  try {
    return await fastify.listen({ port, host });
  } catch (error) {
    const sentence = words[(error as NodeJS.ErrnoException).code ?? ''];
    throw sentence === undefined ? error : new BootError(sentence);
  }
}

function announce(log: Logger, config: Config, url: string): void {
  const open = url.replace(/127\.0\.0\.1|0\.0\.0\.0|\[::1?\]/, 'localhost');
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

/** Why the service cannot start, in words for the operator. */
class BootError extends Error {}

main().catch((error: unknown) => {
  const isSaid = error instanceof ConfigError || error instanceof BootError;
  console.error(isSaid ? error.message : error);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
