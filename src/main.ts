import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from './api/http/http-app';
import { Lifecycle } from './api/http/lifecycle';
import { AppModule } from './app.module';
import { Catalogue } from './catalogue/catalogue';
import type { Config, ServerConfig } from './config/config';
import { PackageInfo } from './config/package-info';
import { ConfigError } from './config/parse-config';
import { PinoLogger } from './config/pino-logger';
import { packageDir, readConfig } from './config/read-environment';
import { BackgroundWork } from './prefetch/background-work';
import { firstSignal, type Signal } from './signals';

async function main(): Promise<void> {
  const asked = firstSignal();
  const info = PackageInfo.read(packageDir());
  const config = readConfig();
  const logger = new PinoLogger(config.log);
  logger.install();
  const log = new Logger('boot');
  log.log({ msg: 'Starting Lorekeeper', version: info.version, node: process.version });
  for (const { name, meant } of config.misspelt) log.warn({ msg: `${name} is not read; was ${meant} meant?` });
  const module = AppModule.server(config, info);
  const app = await createHttpApp((adapter) => NestFactory.create(module, adapter, { logger, abortOnError: false }));
  const lifecycle = app.get(Lifecycle);
  let isServing = false;
  // Who was never served, or waits at the terminal, need not be sent elsewhere.
  const drainMs = (signal: Signal) => (isServing && signal === 'SIGTERM' ? config.server.drainSeconds * 1000 : 0);
  void asked.then((signal) => lifecycle.drain(drainMs(signal)));
  await app.init();
  const url = await listen(app.getHttpAdapter().getInstance() as unknown as FastifyInstance, config.server);
  isServing = lifecycle.isServing;
  announce(log, config, url);
  await app.get(BackgroundWork).start();
  log.log({
    msg: config.prefetch.onStart ? 'Prefetch running in background' : 'Prefetch is off',
    data: dataOf(app.get(Catalogue), config),
  });
  const signal = await asked;
  log.log({ msg: 'Shutting down', signal });
  await app.close();
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

function dataOf(catalogue: Catalogue, { database, files, images }: Config) {
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
