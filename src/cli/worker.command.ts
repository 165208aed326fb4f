import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import { PackageInfo } from '../config/package-info';
import { PinoLogger } from '../config/pino-logger';
import { packageDir, readConfig } from '../config/read-environment';
import { firstSignal } from '../signals';
import { readOptions } from './read-options';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run worker

Takes image downloads and crawls from the queue and does them, until it is told to stop (SIGTERM, Ctrl-C): what is at
work then goes back to it. Needs REDIS_URL, or JOBS=postgres and DATABASE_URL, as the service has them; IMAGE_STORE or
the service's IMAGE_CACHE_DIR; and for crawls its CACHE_DIR. Any number of workers may run; IMAGE_WORKERS is the number
of parallel downloads of each.

  --help   this text`;

/** `npm run worker`. */
export async function workerCommand(argv: string[]): Promise<void> {
  if (!readOptions(argv, HELP, {})) return;
  const config = readConfig();
  if (config.jobs === 'inline') {
    throw new UsageError(
      'A worker needs REDIS_URL, or JOBS=postgres and DATABASE_URL, as the service has them. Without these the service ' +
        'does all work itself.',
    );
  }
  new PinoLogger(config.log).install();
  const log = new Logger('worker');
  const asked = firstSignal();
  const worker = await NestFactory.createApplicationContext(AppModule.worker(config, PackageInfo.read(packageDir())));
  log.log({ msg: 'The worker takes jobs', images: config.images.dir });
  await asked;
  log.log({ msg: 'The worker stops' });
  await worker.close();
}
