import { Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';
import { request, type IncomingHttpHeaders } from 'node:http';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemFilter } from '../../src/api/http/problem.filter';
import { refusedParameter } from '../../src/api/params/refused-parameter';
import { ImageProxyController } from '../../src/api/image-proxy.controller';
import { systemClock, type Clock } from '../../src/egress/clock';
import { EgressClient, type EgressClientOptions } from '../../src/egress/egress-client';
import { HostAllowList } from '../../src/egress/host-allow-list';
import { DecoderPool } from '../../src/images/decoder/decoder-pool';
import { HostGate, type HostGateOptions } from '../../src/images/download/host-gate';
import { ImageDownloader } from '../../src/images/download/image-downloader';
import { ImageFetcher } from '../../src/images/download/image-fetcher';
import { ImageProxy, type ImageProxyOptions } from '../../src/images/proxy/image-proxy';
import type { Disk } from '../../src/images/storage/disk';
import { diskBacking, type Backing } from '../../src/images/store/backing';
import { ImageStore, type ImageStoreOptions } from '../../src/images/store/image-store';
import { FaultCdn, startCanary } from './fault-cdn';
import { tempDir } from './temp-dir';
import { bundleForProcess } from './ts-process';

export interface LabOptions {
  /** Where images lie; a folder of their own where not given. */
  backing?: Backing;
  clock?: Clock;
  disk?: Disk;
  dir?: string;
  /** More than the fault host that may be asked. */
  allowedHosts?: string[];
  egress?: Partial<EgressClientOptions>;
  proxy?: Partial<ImageProxyOptions>;
  gate?: Partial<HostGateOptions>;
  maxCacheBytes?: number;
  store?: Partial<ImageStoreOptions>;
  deadlineMs?: number;
  maxImageBytes?: number;
  sweepAgeMs?: number;
}

export interface LabAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** `code` of a problem document. */
  code: string | undefined;
}

const SOURCES = join(__dirname, '..', '..', 'src');

/** Decoders are slow to start and have no state: one pool serves all labs of a test file. */
let decoders: DecoderPool | null = null;
let program: ReturnType<typeof bundleForProcess> | null = null;

export function sharedDecoders(): DecoderPool {
  decoders ??= new DecoderPool({ size: 2, program: decoderProgram() });
  return decoders;
}

/** The decoder of the sources as a program; `closeDecoders` removes it. */
export function decoderProgram(): string {
  program ??= bundleForProcess(join(SOURCES, 'images', 'decoder', 'decoder.process.ts'));
  return program.script;
}

export async function closeDecoders(): Promise<void> {
  await decoders?.close();
  program?.remove();
  decoders = program = null;
}

/** Store, downloader and proxy over a fault host, with a canary beside it, behind a real HTTP server. */
export class ImageLab {
  static readonly via = 'lorekeeper-test-token';
  private app: NestFastifyApplication | null = null;
  private listening: Promise<number> | null = null;

  private constructor(
    readonly dir: string,
    readonly cdn: FaultCdn,
    readonly canary: FaultCdn,
    readonly egress: EgressClient,
    readonly store: ImageStore,
    readonly fetcher: ImageFetcher,
    readonly gate: HostGate,
    readonly downloader: ImageDownloader,
    readonly proxy: ImageProxy,
    private readonly removeDir: () => Promise<void>,
  ) {}

  static async start(options: LabOptions = {}): Promise<ImageLab> {
    const cdn = await FaultCdn.start();
    const canary = await startCanary();
    const own = options.dir === undefined ? await tempDir('images') : null;
    const dir = options.dir ?? own!.path;
    const clock = options.clock ?? systemClock;
    const pool = sharedDecoders();
    const { disk, sweepAgeMs, maxCacheBytes: maxBytes, store: more } = options;
    const backing = options.backing ?? diskBacking(dir, { disk, sweepAgeMs, now: () => clock.now() });
    const store = new ImageStore({ backing, decoders: pool, maxBytes, clock, pollMs: 100, ...more });
    const egress = new EgressClient({
      allow: new HostAllowList([cdn.host, ...(options.allowedHosts ?? [])]),
      userAgent: 'lorekeeper-test',
      via: ImageLab.via,
      ...options.egress,
    });
    const { deadlineMs = 5000, maxImageBytes } = options;
    const gate = new HostGate({ clock, perHost: 20, ...options.gate });
    const fetcher = new ImageFetcher({
      egress,
      store,
      decoders: pool,
      deadlineMs,
      maxBytes: maxImageBytes,
      now: clock.now,
    });
    const downloader = new ImageDownloader({ store, fetcher, decoders: pool, egress, gate, clock });
    const { via } = ImageLab;
    const proxy = new ImageProxy({ store, fetcher, decoders: pool, egress, gate, clock, via, ...options.proxy });
    const removeDir = async () => own?.remove();
    return new ImageLab(dir, cdn, canary, egress, store, fetcher, gate, downloader, proxy, removeDir);
  }

  /** Asks the image proxy over HTTP; `query` is sent as it is. */
  async ask(query: string, headers: Record<string, string> = {}): Promise<LabAnswer> {
    const port = await this.listen();
    return new Promise((resolve, reject) => {
      const path = `/api/v1/wiki/image-proxy${query}`;
      const outgoing = request({ host: '127.0.0.1', port, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          const isProblem = response.headers['content-type']?.includes('problem+json') ?? false;
          const code = isProblem ? (JSON.parse(body.toString()) as { code: string }).code : undefined;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, code });
        });
      });
      outgoing.on('error', reject).end();
    });
  }

  /** Asks for an image by its URL. */
  get(url: string, more = '', headers: Record<string, string> = {}): Promise<LabAnswer> {
    return this.ask(`?url=${encodeURIComponent(url)}${more}`, headers);
  }

  /** The port of the HTTP server, which is started once. */
  listen(): Promise<number> {
    this.listening ??= this.startServer();
    return this.listening;
  }

  private async startServer(): Promise<number> {
    const providers = [{ provide: ImageProxy, useValue: this.proxy }];
    @Module({ controllers: [ImageProxyController], providers })
    class LabModule {}
    this.app = await NestFactory.create<NestFastifyApplication>(LabModule, new FastifyAdapter(), { logger: false });
    this.app.useGlobalFilters(new ProblemFilter(() => []));
    this.app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: refusedParameter }));
    await this.app.listen(0, '127.0.0.1');
    return (this.app.getHttpServer().address() as { port: number }).port;
  }

  /** Names of the originals on disk. */
  files(): string[] {
    return readdirSync(this.dir).filter((name) => name.endsWith('.img'));
  }

  temporaryFiles(): string[] {
    return readdirSync(this.dir).filter((name) => name.endsWith('.tmp'));
  }

  pathOf(url: string): string {
    return join(this.dir, `${md5(url)}.img`);
  }

  hasFile(url: string): boolean {
    return existsSync(this.pathOf(url));
  }

  async close(): Promise<void> {
    await this.app?.close();
    await this.egress.close();
    await this.store.close();
    await this.cdn.close();
    await this.canary.close();
    await this.removeDir();
  }
}

/** Starts labs that end with the test, each without a request having strayed; to be called beside the tests. */
export function labStarter(): (options?: LabOptions) => Promise<ImageLab> {
  const labs: ImageLab[] = [];
  afterEach(async () => {
    for (const lab of labs.splice(0)) {
      expect(lab.canary.hits).toEqual([]);
      await lab.close();
    }
  });
  return async (options = {}) => {
    const lab = await ImageLab.start(options);
    labs.push(lab);
    return lab;
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
