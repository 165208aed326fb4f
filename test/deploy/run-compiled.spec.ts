import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../harness/temp-dir';
import { ROOT } from './repository';

const RUN = join(ROOT, 'scripts/run-compiled.cjs');
const PROGRAM = `const say = (text) => console.log(text, typeof require, __dirname === require('node:path').dirname(__filename));
say('one');`;

describe('a program that is run with what an earlier start compiled', () => {
  let dir: Awaited<ReturnType<typeof tempDir>>;
  let path: string;
  const run = () =>
    execFileSync(process.execPath, ['-e', `require(${JSON.stringify(RUN)})(${JSON.stringify(path)})`]).toString();
  const kept = () => readFileSync(`${path}.compiled`);

  beforeEach(async () => {
    dir = await tempDir('compiled');
    path = join(dir.path, 'program.cjs');
    writeFileSync(path, PROGRAM);
  });
  afterEach(() => dir.remove());

  it('does the same, and its code is kept once', () => {
    expect(run()).toBe('one function true\n');
    const { mtimeMs } = statSync(`${path}.compiled`);
    expect(run()).toBe('one function true\n');
    expect(statSync(`${path}.compiled`).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(dir.path).sort()).toEqual(['program.cjs', 'program.cjs.compiled']);
  });

  it('is never another program of the same length', () => {
    run();
    const before = kept();
    writeFileSync(path, PROGRAM.replace('one', 'two'));
    expect(run()).toBe('two function true\n');
    expect(kept().equals(before)).toBe(false);
    expect(run()).toBe('two function true\n');
  });

  it('is compiled anew where its code is damaged or cut short', () => {
    run();
    const whole = kept();
    const flipped = Buffer.from(whole);
    flipped[whole.length >> 1]! ^= 1;
    for (const bytes of [flipped, whole.subarray(0, whole.length >> 1), Buffer.alloc(0)]) {
      writeFileSync(`${path}.compiled`, bytes);
      expect(run()).toBe('one function true\n');
      expect(kept().length).toBe(whole.length);
    }
  });

  it('runs where nothing can be kept, and leaves nothing behind', () => {
    mkdirSync(`${path}.compiled/full`, { recursive: true });
    expect(run()).toBe('one function true\n');
    expect(readdirSync(dir.path).sort()).toEqual(['program.cjs', 'program.cjs.compiled']);
  });
});
