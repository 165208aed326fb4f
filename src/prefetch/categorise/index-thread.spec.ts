import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndexThread } from './index-thread';

/** Without a row. */
const BATCH = { start: 0, bytes: 0 };
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
  ])('fails the build where it %s', async (_, code, message) => {
    const thread = threadOf(code);
    thread.take(BATCH);
    await expect(thread.finish(STATED, new Map())).rejects.toThrow(message);
    expect(() => thread.take(BATCH)).toThrow(message);
    await thread.discard();
  });

  it('fails the build where the rows cannot be written', async () => {
    const order = `{ seqs: Uint32Array.of(0), lengths: Uint32Array.of(400), additions: new Map(), ordinalOf: Uint32Array.of(0) }`;
    const thread = threadOf(
      `parentPort.once('message', () => parentPort.postMessage({ kind: 'ordered', order: ${order} }));`,
    );
    await expect(thread.finish(STATED, new Map())).rejects.toThrow('shorter than what was written');
    await thread.discard();
  });
});
