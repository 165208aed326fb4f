import { once } from 'node:events';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import type { Config, PrefetchConfig } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { packageDir, readConfig } from '../config/read-environment';
import { Database } from '../database/database';
import { ArticleRepository } from '../database/repositories/article.repository';
import { Unreachable } from '../database/unreachable';
import type { Directory } from '../dataset/directory';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { UniverseSources } from '../file-cache/universe-sources';
import { ImageStore } from '../images/store/image-store';
import { ImageMirror } from '../prefetch/image-mirror';
import { Prefetch } from '../prefetch/prefetch';
import type { Run } from '../prefetch/run';
import { imageUrls } from '../prefetch/stages/images.stage';
import { FillProgress } from './fill-progress';
import { readOptions } from './read-options';
import { getUniverseOption } from './universe-option';
import { UsageError } from './usage-error';
import { differences } from './verify-titles';

const HELP = `Usage: npm run cache:migrate -- --universe ID [--verify] [options]

Loads an existing file cache (native, categorised or per-article) into Postgres, without the server.

  --universe ID      the universe, for instance star_wars
  --verify           compares counts per category and every title with the file cache; exit 1 on a difference
  --cache-dir D      the file cache (CACHE_DIR)
  --content-dir D    per-article files of earlier versions (CONTENT_DIR)
  --image-dir D      downloaded images (IMAGE_CACHE_DIR), which are adopted
  --force            writes every row anew
  --allow-shrink     accepts a file cache that lost more than a fifth of its articles
`;
const UP_LIMIT_MS = 60_000;
const MAX_SHOWN = 50;

/** `npm run cache:migrate`. */
export async function cacheMigrateCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    universe: { type: 'string' },
    verify: { type: 'boolean', default: false },
    'cache-dir': { type: 'string' },
    'content-dir': { type: 'string' },
    'image-dir': { type: 'string' },
    force: { type: 'boolean', default: false },
    'allow-shrink': { type: 'boolean', default: false },
  });
  if (!values) return;
  const migration = await Migration.open(getUniverseOption(values.universe), {
    CACHE_DIR: values['cache-dir'],
    CONTENT_DIR: values['content-dir'],
    IMAGE_CACHE_DIR: values['image-dir'],
  });
  try {
    await migration.run({ force: values.force, allowShrink: values['allow-shrink'] });
    if (values.verify) await migration.verify();
  } finally {
    await migration.close();
  }
}

/** One migration: the stages of the prefetch without the server, and a look at what came of it. */
class Migration {
  private constructor(
    private readonly universe: string,
    private readonly program: INestApplicationContext,
  ) {}

  static async open(universe: string, overrides: Record<string, string | undefined>): Promise<Migration> {
    const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
    const config = readConfig(given);
    if (config.database.mode === 'none') {
      throw new UsageError('DATABASE_URL is "none": name a Postgres, or leave it out to use the embedded one');
    }
    const prefetch: PrefetchConfig = {
      ...config.prefetch,
      operation: 'file_to_postgres_migration',
      onStart: false,
      images: false,
    };
    const module = AppModule.command(
      { ...config, prefetch, jobs: 'inline', redisUrl: null },
      PackageInfo.read(packageDir()),
    );
    const migration = new Migration(universe, await NestFactory.createApplicationContext(module));
    try {
      await migration.check(config);
      return migration;
    } catch (error) {
      await migration.close();
      throw error;
    }
  }

  /** Throws UsageError where there is nothing to migrate, or nowhere. */
  private async check({ files }: Config): Promise<void> {
    const sources = this.program.get(UniverseSources);
    await sources.refresh();
    if (!sources.ids().includes(this.universe)) {
      const there = sources.ids().length > 0 ? `it holds ${sources.ids().join(', ')}` : 'it is empty';
      throw new UsageError(`There is no file cache of "${this.universe}" in ${files.cacheDir}: ${there}`);
    }
    try {
      await this.program.get(Database).whenUp(UP_LIMIT_MS);
    } catch (error) {
      if (error instanceof Unreachable) throw new UsageError(`Postgres cannot be reached: ${error.message}`);
      throw error;
    }
  }

  async run(options: { force: boolean; allowShrink: boolean }): Promise<void> {
    const line = await FillProgress.open();
    const prefetch = this.program.get(Prefetch);
    prefetch.events.on('change', () => {
      const { progress } = prefetch.report();
      line.show(progress.stage, Math.floor(progress.percent), 100, 'percent');
      // A server waits until it is over; whoever migrates is there to see to it.
      if (progress.paused_reason !== null) prefetch.cancel();
    });
    const ended = once(prefetch.events, 'end') as Promise<[Run]>;
    await prefetch.run(this.universe, options);
    const [run] = await ended;
    const report = run.progress.toReport();
    line.stop();
    for (const { code, message, count } of report.errors)
      console.warn(`${code}: ${message} (${count.toLocaleString('en')})`);
    if (report.stage !== 'completed') throw new UsageError('The migration failed; what was there before is unchanged');
    await this.adoptImages(this.directory());
    const number = (count: number) => count.toLocaleString('en');
    console.log(`Articles migrated: ${number(this.directory().count)}`);
    console.log(`Articles created: ${number(report.articles_created)}`);
    console.log(`Articles updated: ${number(report.articles_updated)}`);
    console.log(`Articles unchanged: ${number(report.articles_unchanged)}`);
    console.log(`Articles rejected: ${number(report.articles_rejected)}`);
  }

  /** Compares the table with the file cache, count by count and title by title. Exit 1 on a difference. */
  async verify(): Promise<void> {
    const found = await differences(
      this.directory(),
      new ArticleRepository(this.program.get(Database)).titles(this.universe),
    );
    if (found.length === 0) return console.log('Verification passed');
    for (const difference of found.slice(0, MAX_SHOWN)) console.error(difference);
    if (found.length > MAX_SHOWN) console.error(`… and ${found.length - MAX_SHOWN} more`);
    console.error(`Verification failed: ${found.length.toLocaleString('en')} differences`);
    process.exitCode = 1;
  }

  close(): Promise<void> {
    return this.program.close();
  }

  /** Originals of earlier versions are taken over as they lie, after a full decode. */
  private async adoptImages(directory: Directory): Promise<void> {
    const images = this.program.get(ImageStore);
    await images.load();
    await images.compare();
    let adopted = 0;
    for (const url of await imageUrls(directory, 'all')) {
      if (!images.mayAdopt(url)) continue;
      // A file that is no whole image is left for the next download to replace.
      if (await images.adopt(url, 'article').catch(() => null)) adopted++;
    }
    if (adopted > 0) console.log(`Images adopted: ${adopted.toLocaleString('en')}`);
    await this.program.get(ImageMirror).compareAll();
  }

  private directory(): Directory {
    const snapshot = this.program.get(OpenSnapshots).find(this.universe);
    if (!snapshot) throw new UsageError(`Nothing of "${this.universe}" could be read`);
    return snapshot.directory;
  }
}
