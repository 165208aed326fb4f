import { EventEmitter } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createHttpApp } from '../../src/api/http/http-app';
import { Lifecycle } from '../../src/api/http/lifecycle';
import { ResponseCache } from '../../src/api/http/response-cache';
import { PageAssets } from '../../src/api/page/page-assets';
import { PrefetchRequests, type NamedProgress, type PrefetchStatus } from '../../src/api/service/prefetch-requests';
import { ServiceReport, type CacheStatistics } from '../../src/api/service/service-report';
import { AppModule } from '../../src/app.module';
import { Catalogue } from '../../src/catalogue/catalogue';
import type { PublishedRows } from '../../src/catalogue/postgres-rows';
import { PostgresViews } from '../../src/catalogue/postgres-views';
import { archiveMaker } from '../../src/exports/archives/archive-maker';
import { Pictures } from '../../src/exports/archives/pictures';
import { WRITE_ARCHIVE } from '../../src/exports/archives/write-archive';
import { ChangeHistory } from '../../src/exports/changes/change-history';
import { ChangeLog } from '../../src/dataset/change-log';
import type { Damage } from '../../src/dataset/damage-reports';
import type { ServerConfig } from '../../src/config/config';
import { PackageInfo } from '../../src/config/package-info';
import { parseConfig } from '../../src/config/parse-config';
import type { DatabaseHealth } from '../../src/database/database';
import { OpenSnapshots } from '../../src/dataset/open-snapshots';
import { SnapshotStore } from '../../src/dataset/snapshot-store';
import { ImageStore, type KnownImages } from '../../src/images/store/image-store';
import { STAGE_DESCRIPTIONS } from '../../src/prefetch/stages/stages';
import { buildDataset } from '../../src/prefetch/categorise/build-dataset';
import { Troubles } from '../../src/problem/troubles';
import { genericDefinition, type UniverseDefinition } from '../../src/universe/universe-definition';
import { loadUniverseDefinitions } from '../../src/universe/load-universe-definitions';
import { testRecords, type TestRecord } from './test-records';

const PACKAGE_DIR = join(__dirname, '../..');
const VERSION = '0.0.0-test';

/** Providers, and what stands in their places. */
export type Replacements = [provider: unknown, value: unknown][];

export const ADMIN_KEY = 'a-key-for-tests-ünïcode';

/** Images that a test says are on disk. */
export class FakeImages implements KnownImages {
  changes = 1;
  publicUrl: string | null = null;
  readonly cached = new Set<string>();

  get revision(): string {
    return String(this.changes);
  }

  meta(url: string) {
    const facts = { width: 640, height: 480, thumbhash: 'YJqGPQw7sFlslqhFafSE+Q6oJ1h2iHB2Rw==' };
    return this.cached.has(url) ? (facts as ReturnType<KnownImages['meta']>) : null;
  }

  ready() {
    return Promise.resolve();
  }

  /** No picture, but bytes that tell whose they are. */
  storedVariant(url: string, width: number) {
    return Promise.resolve(this.cached.has(url) ? Buffer.from(`${width} ${url}`) : null);
  }
}

function idleProgress(universe: string): NamedProgress {
  return {
    stage: 'idle',
    universe,
    log_id: null,
    articles_total: 0,
    articles_processed: 0,
    articles_created: 0,
    articles_updated: 0,
    articles_unchanged: 0,
    articles_rejected: 0,
    images_total: 0,
    images_downloaded: 0,
    images_cached: 0,
    images_failed: 0,
    percent: 0,
    rate_per_second: 0,
    eta_seconds: null,
    started_at: null,
    completed_at: null,
    errors: [],
  } as unknown as NamedProgress;
}

/** A prefetch that only remembers what it was asked. */
export class FakePrefetch implements Pick<PrefetchRequests, keyof PrefetchRequests> {
  readonly events = new EventEmitter().setMaxListeners(0);
  readonly asked: string[] = [];
  progress = idleProgress('test_world');

  status(): PrefetchStatus {
    const isRunning = this.progress.stage !== 'idle' && this.progress.stage !== 'completed';
    return {
      is_complete: this.progress.stage === 'completed',
      is_running: isRunning,
      progress: this.progress,
      universes: { [this.progress.universe]: this.progress },
      stages: STAGE_DESCRIPTIONS,
    };
  }

  change(progress: Partial<NamedProgress>): void {
    this.progress = { ...this.progress, ...progress };
    this.events.emit('change');
  }

  run(universe: string | undefined) {
    this.asked.push(`run ${universe}`);
    return Promise.resolve({ runId: 'run-1', universe: universe ?? 'test_world' });
  }

  cancel() {
    this.asked.push('cancel');
    return { runId: 'run-1', universe: 'test_world' };
  }

  invalidate(universe: string | undefined) {
    this.asked.push(`invalidate ${universe}`);
    return Promise.resolve({ runId: 'run-2', universe: universe ?? 'test_world', imagesDeleted: 0 });
  }
}

export class FakeState implements Pick<ServiceReport, keyof ServiceReport> {
  readonly version = VERSION;
  usesPostgres = false;
  connected = false;

  database(): DatabaseHealth {
    const pool = { size: 0, idle: 0, waiting: 0, max: 10 };
    return { connected: this.connected, embedded: false, pool } as DatabaseHealth;
  }

  lastFill(): Promise<object | null> {
    return Promise.resolve(null);
  }

  statistics(): Promise<CacheStatistics> {
    return Promise.resolve({
      images: { files: 0, bytes: 0, by_format: {} },
      file_cache: { exists: true, files: 1, bytes: 100, created_at: '2026-01-01T00:00:00.000Z', stale: false },
      postgresql: { connected: this.connected, bytes: 0, tables: {} },
      recent_operations: [
        {
          id: 7,
          universe: 'demo',
          operation_type: 'startup_prefetch_all',
          status: 'completed',
          articles_processed: 324,
          articles_created: 324,
          articles_updated: 0,
          images_downloaded: 96,
          images_cached: 0,
          images_failed: 0,
          errors_count: 0,
          error_message: null,
          started_at: '2026-01-01T00:00:00.000Z',
          completed_at: '2026-01-01T00:00:01.000Z',
          duration_seconds: 1,
        },
      ],
    });
  }
}

class FakePage implements Pick<PageAssets, keyof PageAssets> {
  /** Before the build has put its files in. */
  html() {
    return readFile(join(PACKAGE_DIR, 'web/index.html'));
  }

  find() {
    return Promise.resolve(null);
  }

  icon() {
    return Promise.resolve(null);
  }
}

/** No Postgres at all. */
export const NO_POSTGRES: PublishedRows = {
  published: () => new Map(),
  readDirectory: () => Promise.resolve(null),
  findBodies: () => Promise.reject(new Error('there is no Postgres')),
  findCards: () => Promise.reject(new Error('there is no Postgres')),
  findTexts: () => Promise.reject(new Error('there is no Postgres')),
};

export interface TestWorldOptions {
  records?: TestRecord[];
  universe?: string;
  others?: Replacements;
}

/** File caches in a temporary folder, built into datasets by the real code. */
export class TestWorld {
  /** What the catalogue over it found. */
  readonly damage: Damage[] = [];

  private constructor(
    readonly dir: string,
    readonly snapshots: OpenSnapshots,
    readonly definitions: Map<string, UniverseDefinition>,
  ) {}

  static async create(): Promise<TestWorld> {
    const dir = await mkdtemp(join(tmpdir(), 'lorekeeper-api-'));
    const definitions = await loadUniverseDefinitions(join(__dirname, '../../universes'), () => undefined);
    const snapshots = new OpenSnapshots(await SnapshotStore.open(join(dir, 'cache'), join(dir, 'data')));
    return new TestWorld(dir, snapshots, definitions);
  }

  /** What its publications changed. */
  get changes(): ChangeHistory {
    return new ChangeHistory(new ChangeLog(this.snapshots.dir), NO_SHARED_CHANGES);
  }

  definition(universe: string): UniverseDefinition {
    const own = this.definitions.get(universe);
    if (own) return own;
    const like = this.definitions.get('star_wars');
    return like ? { ...like, id: universe, name: 'Test World' } : genericDefinition(universe);
  }

  /** Writes the universe's file cache and publishes its dataset to the files. */
  async publish(universe: string, records: readonly TestRecord[]): Promise<void> {
    const folder = join(this.dir, 'cache', universe);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'articles.jsonl'), records.map((record) => JSON.stringify(record)).join('\n'));
    await this.build(universe);
  }

  /** Publishes the file cache that lies in a folder. */
  async publishFolder(universe: string, from: string): Promise<void> {
    await cp(from, join(this.dir, 'cache', universe), { recursive: true });
    await this.build(universe);
  }

  private async build(universe: string): Promise<void> {
    const result = await buildDataset(
      {
        universe,
        definition: this.definition(universe),
        indexDir: this.snapshots.dir,
        sourceDir: join(this.dir, 'cache'),
        contentDir: join(this.dir, 'content'),
        ttlDays: 7,
        force: false,
        allowShrink: true,
      },
      () => undefined,
    );
    if (result.status !== 'built' && result.status !== 'unchanged') throw new Error(`not built: ${result.status}`);
    await this.snapshots.refresh(universe);
  }

  async remove(): Promise<void> {
    await this.snapshots.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** A running API over test doubles of everything but the data. */
export interface TestApi {
  url: string;
  app: NestFastifyApplication;
  catalogue: Catalogue;
  images: FakeImages;
  prefetch: FakePrefetch;
  state: FakeState;
  cache: ResponseCache;
  lifecycle: Lifecycle;
  troubles: Troubles;
  packsDir: string;
  close(): Promise<void>;
}

const SERVER: ServerConfig = {
  port: 0,
  host: '127.0.0.1',
  adminApiKey: ADMIN_KEY,
  corsOrigins: '*',
  rateLimitPerMinute: 0,
  trustProxy: false,
  drainSeconds: 0,
};

/** No Postgres to share changes. */
const NO_SHARED_CHANGES = {
  list: () => Promise.resolve([]),
  read: () => Promise.resolve(null),
  add: () => Promise.resolve(),
};

/** Starts the API over a catalogue, with the other rooms idle over empty folders. */
export async function startApi(
  catalogue: Catalogue,
  server: Partial<ServerConfig> = {},
  others: Replacements = [],
): Promise<TestApi> {
  const dir = await mkdtemp(join(tmpdir(), 'lorekeeper-api-'));
  const doubles = { images: new FakeImages(), prefetch: new FakePrefetch(), state: new FakeState() };
  const env = { DATABASE_URL: 'none', CACHE_DIR: dir, CONTENT_DIR: dir, DATA_DIR: dir, IMAGE_CACHE_DIR: dir };
  const config = parseConfig(env, { stdoutIsTerminal: false, packageDir: PACKAGE_DIR });
  const module = Test.createTestingModule({
    imports: [AppModule.server({ ...config, server: { ...SERVER, ...server } }, new PackageInfo(PACKAGE_DIR, VERSION))],
  });
  const pictures = new Pictures(doubles.images, doubles.images);
  const replacements: Replacements = [
    [Catalogue, catalogue],
    [ImageStore, doubles.images],
    [Pictures, pictures],
    [WRITE_ARCHIVE, archiveMaker(catalogue, doubles.images, pictures)],
    [PrefetchRequests, doubles.prefetch],
    [ServiceReport, doubles.state],
    [PageAssets, new FakePage()],
    ...others,
  ];
  for (const [provider, value] of replacements) module.overrideProvider(provider).useValue(value);
  const testing = await module.compile();
  const app = await createHttpApp(async (adapter) => testing.createNestApplication(adapter, { logger: false }));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const close = async () => {
    await app.close();
    await rm(dir, { recursive: true, force: true });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    catalogue,
    ...doubles,
    cache: app.get(ResponseCache),
    lifecycle: app.get(Lifecycle),
    troubles: app.get(Troubles),
    packsDir: join(dir, 'packs'),
    close,
  };
}

/** A catalogue over the world's files alone. */
export function catalogueOver(world: TestWorld): Catalogue {
  return fallbackCatalogue(world, new PostgresViews(NO_POSTGRES, world.snapshots));
}

/** A catalogue over the world's files and a Postgres whose every failure counts as unreachable. */
export async function catalogueWith(world: TestWorld, rows: PublishedRows): Promise<Catalogue> {
  const postgres = new PostgresViews(rows, world.snapshots);
  await postgres.refresh();
  return fallbackCatalogue(world, postgres);
}

function fallbackCatalogue(world: TestWorld, postgres: PostgresViews): Catalogue {
  const definitions = new Map(world.definitions);
  for (const universe of world.snapshots.ids()) definitions.set(universe, world.definition(universe));
  return new Catalogue(postgres, world.snapshots, {
    definitions,
    defaultUniverse: null,
    ttlDays: 7,
    expected: () => world.snapshots.ids(),
    standstillOf: () => null,
    unsettled: () => false,
    isUnreachable: (error) => error instanceof Error && error.message === 'connection terminated',
    onDamage: (damage) => world.damage.push(damage),
  });
}

/** The usual test: the test universe from files. */
export async function startTestWorld(
  config: Partial<ServerConfig> = {},
  options: TestWorldOptions = {},
): Promise<TestApi & { world: TestWorld }> {
  const world = await TestWorld.create();
  await world.publish(options.universe ?? 'test_world', options.records ?? testRecords());
  const others: Replacements = [[ChangeHistory, world.changes], ...(options.others ?? [])];
  const api = await startApi(catalogueOver(world), config, others);
  const close = async () => {
    await api.close();
    await world.remove();
  };
  return { ...api, world, close };
}
