import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScratchFollower, ScratchReader, ScratchRows } from './scratch-rows';

describe('rows on disk in the meantime', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'scratch-rows-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('are read back in batches as they were written, and one by one in any order', () => {
    const path = join(dir, 'demo.rows');
    const scratch = new ScratchRows(path);
    const follower = new ScratchFollower(path);
    const first = scratch.write(Buffer.from('onetwo'));
    const second = scratch.write(Buffer.from('three'));
    expect([first, second].map((batch) => follower.read(batch).toString())).toEqual(['onetwo', 'three']);
    const reader = new ScratchReader(path, Uint32Array.of(3, 3, 5));
    expect([2, 0, 1].map((seq) => reader.tuple(seq).toString())).toEqual(['three', 'one', 'two']);
    expect(() => follower.read({ start: 6, bytes: 9 })).toThrow('shorter than what was written');
    follower.close();
    reader.close();
    scratch.remove();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('cannot be written without their folder, or when they are gone', () => {
    expect(() => new ScratchRows(join(dir, 'nowhere', 'demo.rows'))).toThrow('ENOENT');
    const scratch = new ScratchRows(join(dir, 'demo.rows'));
    scratch.remove();
    scratch.remove();
    expect(() => scratch.write(Buffer.from('late'))).toThrow('closed');
    expect(existsSync(join(dir, 'demo.rows.scratch'))).toBe(false);
  });
});
