import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readText, ROOT } from './repository';

/** Runs a program that takes the present Node for another version. */
function startedBy(version: string, program: string): { status: number | null; said: string } {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });
    Object.defineProperty(process, 'version', { value: 'v${version}' }); require(${JSON.stringify(program)});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', pretend], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const CHECK = join(ROOT, 'scripts/check-node.cjs');

describe('F112 an older Node than is supported', () => {
  it.each(['8.17.0', '18.20.4', '20.18.3'])('%s is told so in one sentence before anything else', (version) => {
    const sentence = `Lorekeeper needs Node 20.19 or newer; this is v${version}.\n`;
    for (const program of [CHECK, join(ROOT, 'scripts/start.cjs'), join(ROOT, 'scripts/run.cjs')]) {
      expect(startedBy(version, program)).toEqual({ status: 1, said: sentence });
    }
  });

  it.each(['20.19.0', '22.1.0', '24.0.0'])('%s is not', (version) => {
    expect(startedBy(version, CHECK)).toEqual({ status: 0, said: '' });
  });

  it('is the one of package.json', () => {
    const { engines } = JSON.parse(readText('package.json')) as { engines: { node: string } };
    expect(engines.node).toBe('>=20.19');
  });

  it('is told before the program is read', () => {
    expect(readText('scripts/build.mjs')).toMatch(/const launch = .*`require\('\.\/check-node\.cjs'\);/);
  });
});
