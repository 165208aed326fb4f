import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import S3rver from 's3rver';
import type { ObjectStoreConfig } from '../../src/config/config';
import { tempDir } from './temp-dir';

/** What the store does instead of answering. */
export type StoreFault = 'none' | 'away' | 'fails' | 'refuses' | 'breaks off' | 'lies';

const BUCKET = 'images';

/** A real S3-compatible server, and in front of it one that can be slow, fail and lie. */
export class TestObjectStore {
  fault: StoreFault = 'none';
  /** `GET key`, `PUT key`, … in order. */
  readonly asked: string[] = [];

  private constructor(
    private readonly behind: S3rver,
    private readonly behindPort: number,
    private readonly front: Server,
    private readonly folder: { path: string; remove(): Promise<void> },
  ) {}

  static async start(): Promise<TestObjectStore> {
    process.env.AWS_ACCESS_KEY_ID = 'S3RVER';
    process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
    const folder = await tempDir('objects');
    mkdirSync(join(folder.path, 'data'));
    const behind = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: join(folder.path, 'data'),
      configureBuckets: [{ name: BUCKET, configs: [] }],
    });
    const { port } = (await behind.run()) as AddressInfo;
    const front = createServer();
    await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening));
    const store = new TestObjectStore(behind, port, front, folder);
    front.on('request', (asked, answer) => store.pass(asked, answer));
    return store;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.front.address() as AddressInfo).port}`;
  }

  config(prefix = ''): ObjectStoreConfig {
    return { bucket: BUCKET, prefix, endpoint: this.endpoint, region: 'us-east-1', forcePathStyle: true };
  }

  /** The environment of a service that uses it. */
  env(prefix = ''): Record<string, string> {
    return {
      IMAGE_STORE: `s3://${BUCKET}/${prefix}`,
      S3_ENDPOINT: this.endpoint,
      S3_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    };
  }

  async stop(): Promise<void> {
    this.front.closeAllConnections();
    await new Promise((closed) => this.front.close(closed));
    await this.behind.close();
    await this.folder.remove();
  }

  /** s3rver removes a folder with its last object, also while it writes another one into it, and does not live through that. */
  private keepFolder(url: string): void {
    const folder = join(this.folder.path, 'data', dirname(decodeURIComponent(url.replace(/\?.*/, ''))));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.kept'), '');
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = asked;
    this.asked.push(`${method} ${url.replace(`/${BUCKET}/`, '').replace(/\?.*/, '')}`);
    if (this.fault === 'away') return void asked.socket.destroy();
    if (this.fault === 'fails' || this.fault === 'refuses') {
      asked.resume();
      const [status, code] = this.fault === 'fails' ? [503, 'SlowDown'] : [403, 'AccessDenied'];
      answer.writeHead(status, { 'content-type': 'application/xml' });
      return void answer.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
    }
    if (method === 'PUT' && url.startsWith(`/${BUCKET}/`)) this.keepFolder(url);
    const isSpoilt = method === 'GET' && /\.(img|webp)$/.test(url.replace(/\?.*/, ''));
    const to = request({ host: '127.0.0.1', port: this.behindPort, method, path: url, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      if (this.fault === 'breaks off' && isSpoilt) {
        got.once('data', (chunk: Buffer) => answer.write(chunk.subarray(0, 1), () => answer.destroy()));
      } else if (this.fault === 'lies' && isSpoilt) {
        got.on('data', (chunk: Buffer) => answer.write(chunk.map((byte) => byte ^ 0xff)));
        got.on('end', () => answer.end());
      } else got.pipe(answer);
    });
    to.on('error', () => answer.destroy());
    asked.pipe(to);
  }
}
