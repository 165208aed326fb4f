import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ThreadIndexer } from './thread-indexer';

const STATED = {
  universe: 'demo',
  key: '0'.repeat(32),
  licence: { name: 'CC0', url: null, attribution: null },
  version: 1,
  rejected: 0,
  forms: [],
};
const WAYS_TO_FAIL: [how: string, code: string, message: string][] = [
  ['throws', `parentPort.on('message', () => { throw new Error('out of order'); });`, 'out of order'],
  ['ends', `parentPort.on('message', () => process.exit(0));`, 'the second thread of the build ended without a result'],
  ['tells of an error', `parentPort.postMessage({ kind: 'error', message: 'no memory', stack: '' });`, 'no memory'],
  ['cannot be started', 'this is no code', 'Unexpected identifier'],
];

describe('the second thread of a build', () => {
  let dir: string;
  let indexer: ThreadIndexer | null = null;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'thread-indexer-'));
    writeFileSync(join(dir, 'demo.rows.scratch'), 'rows');
  });
  afterEach(async () => {
    await indexer?.discard();
    indexer = null;
    rmSync(dir, { recursive: true, force: true });
  });

  /** An indexer with a thread that runs this code. */
  function indexerWith(code: string): ThreadIndexer {
    const script = join(dir, 'thread.cjs');
    writeFileSync(script, `const { parentPort } = require('node:worker_threads');\n${code}`);
    const [rowsPath, directoryPath] = [join(dir, 'demo.rows'), join(dir, 'demo.dir')];
    indexer = new ThreadIndexer(script, { rowsPath, directoryPath, batches: [], scrapedAtMs: 0, regions: [] });
    return indexer;
  }

  it.each(WAYS_TO_FAIL)('fails the build where it %s', async (_, code, message) => {
    await expect(indexerWith(code).finish(STATED, new Map())).rejects.toThrow(message);
    await expect(indexer?.finish(STATED, new Map())).rejects.toThrow(message);
  });

  it('fails the build where the rows cannot be written', async () => {
    const order = `{ seqs: Uint32Array.of(0), lengths: Uint32Array.of(400), additions: new Map(), ordinalOf: Uint32Array.of(0) }`;
    const indexer = indexerWith(`parentPort.on('message', ({ kind }) => {
      if (kind === 'finish') parentPort.postMessage({ kind: 'ordered', order: ${order} });
    });`);
    await expect(indexer.finish(STATED, new Map())).rejects.toThrow('shorter than what was written');
  });
});
