import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArticleRows } from '../../dataset/article-rows';
import { IndexThread } from './index-thread';

const STATED = {
  universe: 'demo',
  key: '0'.repeat(32),
  licence: { name: 'CC0', url: null, attribution: null },
  rejected: 0,
  forms: [],
};

describe('the thread that indexes', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'index-thread-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** A thread that runs this code and has left a scratch file. */
  function threadOf(code: string): IndexThread {
    const script = join(dir, 'thread.cjs');
    writeFileSync(script, `const { parentPort } = require('node:worker_threads');\n${code}`);
    writeFileSync(join(dir, 'demo.rows.scratch'), 'rows');
    const options = {
      rowsPath: join(dir, 'demo.rows'),
      directoryPath: join(dir, 'demo.dir'),
      scrapedAtMs: 0,
      regions: [],
    };
    return new IndexThread(script, options);
  }

  it.each([
    ['throws', `parentPort.on('message', () => { throw new Error('out of order'); });`, 'out of order'],
    ['ends', `parentPort.on('message', () => process.exit(0));`, 'the index worker ended without a result'],
    ['tells of an error', `parentPort.postMessage({ kind: 'error', message: 'disk full', stack: '' });`, 'disk full'],
    ['cannot be started', 'this is no code', 'Unexpected identifier'],
  ])('fails the build where it %s, and leaves nothing', async (_, code, message) => {
    const thread = threadOf(code);
    thread.take(ArticleRows.buffer());
    await expect(thread.finish(STATED, new Map())).rejects.toThrow(message);
    expect(() => thread.take(ArticleRows.buffer())).toThrow(message);
    await expect(thread.drain()).rejects.toThrow(message);
    await thread.discard();
    expect(existsSync(join(dir, 'demo.rows.scratch'))).toBe(false);
  });

  it('fails the build where the rows cannot be written', async () => {
    const order = `{ seqs: Uint32Array.of(0), lengths: Uint32Array.of(400), additions: new Map() }`;
    const thread = threadOf(
      `parentPort.once('message', () => parentPort.postMessage({ kind: 'ordered', order: ${order} }));`,
    );
    await expect(thread.finish(STATED, new Map())).rejects.toThrow('shorter than what was written');
    await thread.discard();
  });

  it('lets few batches wait, whatever the thread does', async () => {
    const taken = `parentPort.postMessage({ kind: 'taken', buffer: new ArrayBuffer(8) })`;
    const thread = threadOf(`let rows = 0;
      parentPort.on('message', () => { if (++rows === 20) for (let i = 0; i < 20; i++) ${taken}; });`);
    let drained = false;
    for (let i = 0; i < 19; i++) thread.take(ArticleRows.buffer());
    const draining = thread.drain().then(() => (drained = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(drained).toBe(false);
    thread.take(ArticleRows.buffer());
    await draining;
    await thread.discard();
  });
});
