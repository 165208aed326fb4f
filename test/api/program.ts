import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { createHttpApp } from '../../src/api/http/http-app';
import { AppModule } from '../../src/app.module';
import { Catalogue } from '../../src/catalogue/catalogue';
import { PackageInfo } from '../../src/config/package-info';
import { INDEX_PASSAGES, indexPublished, type IndexPassages } from '../../src/catalogue/index-passages';
import { PostgresArticles } from '../../src/catalogue/postgres-articles';
import { Directory } from '../../src/dataset/directory';
import { parseConfig } from '../../src/config/parse-config';
import { archiveMaker } from '../../src/exports/archives/archive-maker';
import { Pictures } from '../../src/exports/archives/pictures';
import { WRITE_ARCHIVE } from '../../src/exports/archives/write-archive';
import { listContentUniverses } from '../../src/file-cache/per-article-files';
import { LIST_CONTENT } from '../../src/file-cache/universe-sources';
import { DecoderPool } from '../../src/images/decoder/decoder-pool';
import { ImageStore } from '../../src/images/store/image-store';
import { BackgroundWork } from '../../src/prefetch/background-work';
import { buildDataset } from '../../src/prefetch/categorise/build-dataset';
import { RUN_BUILD, type RunBuild } from '../../src/prefetch/categorise/run-build';
import { loadUniverseDefinitions } from '../../src/universe/load-universe-definitions';
import { UniverseDefinitions } from '../../src/universe/universe-definitions';
import { bundleForProcess } from '../harness/ts-process';
import { testRecords, type TestRecord } from './test-records';

/** In this process: the program is not built for tests. */
function indexHere(program: ModuleRef): IndexPassages {
  return async ({ universe, key, path }) => {
    const rows = program.get(PostgresArticles, { strict: false });
    const bytes = await rows.readDirectory(universe, key);
    if (bytes) await indexPublished(rows, await Directory.open(bytes), path);
  };
}

const PACKAGE_DIR = join(__dirname, '../..');

/** The whole program, as main.ts makes it, with the test universe in its file cache. */
export interface RunningProgram {
  url: string;
  /** A provider of the program. */
  get<T>(provider: Type<T>): T;
  /** Writes the file cache of the test universe. */
  write(records: readonly TestRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** `records`: what lies in the file cache; none: nothing at all, as on a fresh machine. */
export async function startProgram(
  env: Record<string, string>,
  records: readonly TestRecord[] = testRecords(),
  runBuild: RunBuild = buildDataset,
): Promise<RunningProgram> {
  const dir = await mkdtemp(join(tmpdir(), 'lorekeeper-program-'));
  const folder = join(dir, 'cache', 'test_world');
  if (records.length > 0) await mkdir(folder, { recursive: true });
  const write = (records: readonly TestRecord[]) =>
    writeFile(join(folder, 'articles.jsonl'), records.map((record) => JSON.stringify(record)).join('\n'));
  if (records.length > 0) await write(records);
  const config = parseConfig(
    {
      CACHE_DIR: join(dir, 'cache'),
      CONTENT_DIR: join(dir, 'content'),
      DATA_DIR: join(dir, 'data'),
      IMAGE_CACHE_DIR: join(dir, 'images'),
      PREFETCH_IMAGES: 'false',
      ...(records.length > 0 ? { UNIVERSES: 'test_world' } : {}),
      ...env,
    },
    { stdoutIsTerminal: false, packageDir: PACKAGE_DIR },
  );
  const definitions = await loadUniverseDefinitions(join(PACKAGE_DIR, 'universes'), () => undefined);
  const like = definitions.get('star_wars');
  if (like) definitions.set('test_world', { ...like, id: 'test_world', name: 'Test World' });
  const decoder = bundleForProcess(join(PACKAGE_DIR, 'src/images/decoder/decoder.process.ts'));
  const testing = await Test.createTestingModule({
    imports: [AppModule.server(config, new PackageInfo(PACKAGE_DIR, '0.0.0-test'))],
  })
    .overrideProvider(UniverseDefinitions)
    .useValue(new UniverseDefinitions(definitions))
    .overrideProvider(INDEX_PASSAGES)
    .useFactory({ inject: [ModuleRef], factory: indexHere })
    .overrideProvider(DecoderPool)
    .useFactory({ factory: () => new DecoderPool({ program: decoder.script }) })
    .overrideProvider(RUN_BUILD)
    .useValue(runBuild)
    .overrideProvider(LIST_CONTENT)
    .useValue(listContentUniverses)
    .overrideProvider(WRITE_ARCHIVE)
    .useFactory({ factory: archiveMaker, inject: [Catalogue, ImageStore, Pictures] })
    .compile();
  const app = await createHttpApp(async (adapter) => testing.createNestApplication(adapter, { logger: false }));
  await app.listen(0, '127.0.0.1');
  await app.get(BackgroundWork).start();
  const { port } = app.getHttpServer().address() as AddressInfo;
  const close = async () => {
    await app.close();
    decoder.remove();
    await rm(dir, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, get: (provider) => app.get(provider), write, close };
}

/** Which source answers now. */
export async function sourceOf(url: string): Promise<string | null> {
  const response = await fetch(`${url}/api/v1/wiki/canon/summary?probe=${Math.random()}`);
  await response.arrayBuffer();
  return response.headers.get('x-data-source');
}
