import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { genericDefinition } from '../../universe/universe-definition';
import { RowThread } from './row-thread';

const RULES = { universe: 'demo', definition: genericDefinition('demo'), scrapedAtMs: 0, ttlMs: 1 };
const MADE = `{ rows: { tuples: Buffer.from('ab'), ends: Uint32Array.of(2) }, stated: Uint32Array.of(), rejections: [], rejected: 0, bytesRead: 9 }`;

describe('a thread that makes rows', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'row-thread-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function threadOf(code: string): RowThread {
    const script = join(dir, 'thread.cjs');
    writeFileSync(script, `const { parentPort, workerData } = require('node:worker_threads');\n${code}`);
    return new RowThread(script, RULES);
  }

  it('gives what was made, one part after the other', async () => {
    const thread = threadOf(`parentPort.on('message', () => parentPort.postMessage({ kind: 'made', made: ${MADE} }));`);
    for (let part = 0; part < 2; part++) {
      const { rows, bytesRead } = await thread.makePart({ path: 'x' });
      expect(Buffer.isBuffer(rows.tuples) && rows.tuples.toString()).toBe('ab');
      expect([...rows.ends, bytesRead]).toEqual([2, 9]);
    }
    await thread.end();
  });

  it.each([
    ['throws', `parentPort.on('message', () => { throw new Error('out of order'); });`, 'out of order'],
    ['ends', `parentPort.on('message', () => process.exit(0));`, 'ended without a result'],
    ['tells of an error', `parentPort.postMessage({ kind: 'error', message: 'no memory', stack: '' });`, 'no memory'],
    ['cannot be started', 'this is no code', 'Unexpected identifier'],
  ])('fails the build where it %s', async (_, code, message) => {
    const thread = threadOf(code);
    await expect(thread.makePart({ path: 'x' })).rejects.toThrow(message);
    await expect(thread.makePart({ path: 'x' })).rejects.toThrow(message);
    await thread.end();
  });
});
