import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { PinoLogger } from '../config/pino-logger';
import { packageDir, readConfig } from '../config/read-environment';
import { createImages } from '../images/create-images';
import { imageBatchHandler } from '../jobs/images/image-batch';
import { crawlHandler } from '../prefetch/crawl-job';
import { LocalImagePrefetcher } from '../prefetch/image-prefetcher';
import { loadUniverseDefinitions } from '../universe/load-universe-definitions';
import { genericDefinition } from '../universe/universe-definition';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run worker

Takes image downloads and crawls from Redis and does them, until it is told to stop (SIGTERM, Ctrl-C): what is at work
then goes back to the queue. Needs REDIS_URL, and the CACHE_DIR and IMAGE_CACHE_DIR that the service uses. Any number
of workers may run; IMAGE_WORKERS is the number of parallel downloads of each.

  --help   this text`;

/** Two batches overlap, so that the last downloads of one do not leave the others idle. */
const BATCHES_AT_ONCE = 2;

/** `npm run worker`. */
export async function workerCommand(argv: string[]): Promise<void> {
  const { values } = parseArgs({ args: argv, options: { help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const config = readConfig();
  const { redisUrl } = config;
  if (redisUrl === null) {
    throw new UsageError(
      'A worker needs REDIS_URL, the Redis that the service uses too. Without Redis the service does all work itself.',
    );
  }
  new PinoLogger(config.log).install();
  const log = new Logger('worker');
  const home = packageDir();
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const definitions = await loadUniverseDefinitions(config.files.universesDir, (file, reason) =>
    log.warn({ msg: 'a universe definition was left out', file, reason }),
  );
  const images = createImages({
    config: config.images,
    universeHosts: [...definitions.values()].flatMap(({ imageHosts }) => imageHosts),
    universesDir: config.files.universesDir,
    userAgent: `Lorekeeper/${version}${config.wiki.contact ? ` (${config.wiki.contact})` : ''}`,
  });
  await images.store.load();
  const { RedisWorker } = await import('../jobs/redis/redis-worker.js');
  const worker = new RedisWorker({
    redisUrl,
    concurrency: { 'image-batch': BATCHES_AT_ONCE },
    handlers: {
      'image-batch': imageBatchHandler(new LocalImagePrefetcher(config.images, images)),
      crawl: crawlHandler({
        cacheDir: config.files.cacheDir,
        contact: config.wiki.contact,
        version,
        definitionOf: (universe) => definitions.get(universe) ?? genericDefinition(universe),
      }),
    },
  });
  await worker.start();
  log.log({ msg: 'The worker takes jobs', images: config.images.dir });
  await toldToStop();
  log.log({ msg: 'The worker stops' });
  await worker.stop();
  await images.close();
}

/** The first signal; a second one ends the process at once. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const onSignal = () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
