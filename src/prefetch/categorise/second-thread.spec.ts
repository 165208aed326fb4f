import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { genericDefinition } from '../../universe/universe-definition';
import { SecondThread } from './second-thread';

const RULES = { universe: 'demo', definition: genericDefinition('demo'), scrapedAtMs: 0, ttlMs: 1 };
const MADE = `{ rows: { tuples: Buffer.from('ab'), ends: Uint32Array.of(2) }, stated: Uint32Array.of(), rejections: [], rejected: 0, bytesRead: 9 }`;
const STATED = {
  universe: 'demo',
  key: '0'.repeat(32),
  licence: { name: 'CC0', url: null, attribution: null },
  rejected: 0,
  forms: [],
};
/** Without a row. */
const BATCH = { start: 0, bytes: 0 };
const WAYS_TO_FAIL: [how: string, code: string, message: string][] = [
  ['throws', `parentPort.on('message', () => { throw new Error('out of order'); });`, 'out of order'],
  ['ends', `parentPort.on('message', () => process.exit(0));`, 'the second thread of the build ended without a result'],
  ['tells of an error', `parentPort.postMessage({ kind: 'error', message: 'no memory', stack: '' });`, 'no memory'],
  ['cannot be started', 'this is no code', 'Unexpected identifier'],
];

describe('the second thread of a build', () => {
  let dir: string;
  let threads: SecondThread[] = [];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'second-thread-'));
    writeFileSync(join(dir, 'demo.rows.scratch'), 'rows');
  });
  afterEach(async () => {
    for (const thread of threads) await thread.end();
    threads = [];
    rmSync(dir, { recursive: true, force: true });
  });

  /** A thread that runs this code. */
  function threadOf(code: string): SecondThread {
    const script = join(dir, 'thread.cjs');
    writeFileSync(script, `const { parentPort } = require('node:worker_threads');\n${code}`);
    const thread = new SecondThread(script);
    threads.push(thread);
    return thread;
  }

  const options = () => ({
    rowsPath: join(dir, 'demo.rows'),
    directoryPath: join(dir, 'demo.dir'),
    scrapedAtMs: 0,
    regions: [],
  });

  it('gives the rows that it made, one part after the other', async () => {
    const answer = `parentPort.postMessage({ kind: 'made', made: ${MADE} })`;
    const helper = threadOf(`parentPort.on('message', ({ kind }) => { if (kind === 'part') ${answer}; });`).openHelper(
      RULES,
    );
    for (let part = 0; part < 2; part++) {
      const { rows, bytesRead } = await helper.makePart({ path: 'x' });
      expect(Buffer.isBuffer(rows.tuples) && rows.tuples.toString()).toBe('ab');
      expect([...rows.ends, bytesRead]).toEqual([2, 9]);
    }
  });

  it.each(WAYS_TO_FAIL)('fails the rows where it %s', async (_, code, message) => {
    const helper = threadOf(code).openHelper(RULES);
    await expect(helper.makePart({ path: 'x' })).rejects.toThrow(message);
    await expect(helper.makePart({ path: 'x' })).rejects.toThrow(message);
  });

  it.each(WAYS_TO_FAIL)('fails the directory where it %s', async (_, code, message) => {
    const indexer = threadOf(code).openIndexer(options());
    indexer.take(BATCH);
    await expect(indexer.finish(STATED, new Map())).rejects.toThrow(message);
    expect(() => indexer.take(BATCH)).toThrow(message);
    indexer.discard();
  });

  it('fails the directory where the rows cannot be written', async () => {
    const order = `{ seqs: Uint32Array.of(0), lengths: Uint32Array.of(400), additions: new Map(), ordinalOf: Uint32Array.of(0) }`;
    const indexer = threadOf(`parentPort.on('message', ({ kind }) => {
      if (kind === 'finish') parentPort.postMessage({ kind: 'ordered', order: ${order} });
    });`).openIndexer(options());
    await expect(indexer.finish(STATED, new Map())).rejects.toThrow('shorter than what was written');
    indexer.discard();
  });
});
