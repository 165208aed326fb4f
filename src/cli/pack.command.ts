import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import { Catalogue } from '../catalogue/catalogue';
import type { UniverseView } from '../catalogue/universe-view';
import { PackageInfo } from '../config/package-info';
import type { Environment } from '../config/parse-config';
import { packageDir, readConfig } from '../config/read-environment';
import { Pictures } from '../exports/archives/pictures';
import { writeArchive } from '../exports/archives/write-archive';
import { packFiles, type PackQuery } from '../exports/pack/pack.export';
import { ImageProxy } from '../images/proxy/image-proxy';
import { ImageStore } from '../images/store/image-store';
import { BackgroundWork } from '../prefetch/background-work';
import { Problem } from '../problem/problem';
import { readOptions } from './read-options';
import { getUniverseOption } from './universe-option';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run pack -- --universe ID --out FILE [--images 200|400] [--no-text]

Writes the offline pack of a universe, as pack.zip gives it: from the files in CACHE_DIR, or from Postgres where these
do not hold the universe, with the pictures that are stored in IMAGE_CACHE_DIR.

  --universe ID     whose articles
  --out FILE        where to; an older file is replaced, whole or not at all
  --images WIDTH    pictures of that width come along: 200 or 400
  --no-text         without the whole texts
  --help            this text`;

const WIDTHS = ['none', '200', '400'] as const;
const LOOK_AGAIN_MS = 500;

/** `npm run pack`. */
export async function packCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    universe: { type: 'string' },
    out: { type: 'string' },
    images: { type: 'string', default: 'none' },
    'no-text': { type: 'boolean', default: false },
  });
  if (!values) return;
  const universe = getUniverseOption(values.universe);
  const images = WIDTHS.find((width) => width === values.images);
  if (images === undefined) throw new UsageError('--images must be 200 or 400');
  if (!values.out) throw new UsageError('Say where to: --out FILE');
  const { program, view } = await openWhereItLies(universe);
  try {
    await write(program, view, { images, text: !values['no-text'] }, values.out);
    const { size } = await stat(values.out);
    console.log(
      `${values.out}: ${view.directory.count.toLocaleString('en')} articles, ${size.toLocaleString('en')} bytes`,
    );
  } finally {
    await program.close();
  }
}

/** The program without surface; it builds the dataset where there is none yet. */
async function openProgram(universe: string, overrides: Environment): Promise<INestApplicationContext> {
  const config = readConfig({
    UNIVERSES: universe,
    PREFETCH_IMAGES: 'false',
    JOBS: 'inline',
    REDIS_URL: '',
    ...overrides,
  });
  const info = PackageInfo.read(packageDir());
  const program = await NestFactory.createApplicationContext(AppModule.reader(config, info), { logger: false });
  await program.get(BackgroundWork).start();
  return program;
}

/** The program over the files, where they hold the universe, else over Postgres. Throws UsageError where neither does. */
async function openWhereItLies(universe: string): Promise<{ program: INestApplicationContext; view: UniverseView }> {
  const files = await openProgram(universe, { DATABASE_URL: 'none', DATABASE_REPLICA_URLS: '' });
  try {
    return { program: files, view: await viewOf(files, universe) };
  } catch (error) {
    await files.close();
    if (!(error instanceof UsageError) || readConfig().database.mode === 'none') throw error;
  }
  const program = await openProgram(universe, { PREFETCH_ON_START: 'false' });
  try {
    return { program, view: await viewOf(program, universe) };
  } catch (error) {
    await program.close();
    throw error;
  }
}

/** Waits for a dataset that is being built. Throws UsageError where there is no such universe. */
async function viewOf(program: INestApplicationContext, universe: string): Promise<UniverseView> {
  for (;;) {
    try {
      return (await program.get(Catalogue).read(universe, () => null)).view;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code !== 'DATA_NOT_READY') throw new UsageError(error.detail);
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function write(
  program: INestApplicationContext,
  view: UniverseView,
  query: PackQuery,
  out: string,
): Promise<void> {
  const images = program.get(ImageStore);
  const pictures = new Pictures(images, program.get(ImageProxy));
  const path = `${out}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await writeArchive(packFiles({ view, query, images, pictures }), { path, scratch: `${path}.work` });
    await rename(path, out);
  } finally {
    await rm(path, { force: true });
  }
}
