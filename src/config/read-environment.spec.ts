import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './read-environment';

describe('the environment and the .env file beneath it', () => {
  const before = { cwd: process.cwd(), env: process.env };
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lk-env-'));
    writeFileSync(join(dir, '.env'), 'DATABASE_URL=postgres://beneath@db/wiki\nPORT=8123\n');
    process.chdir(dir);
  });
  afterEach(() => {
    process.chdir(before.cwd);
    process.env = before.env;
    rmSync(dir, { recursive: true, force: true });
  });

  it.each([
    ['unset', undefined, 'given', 'db'],
    ['set but empty', '', 'given', 'db'],
    ['set to blanks', '  ', 'given', 'db'],
    ['set', 'postgres://above@other/wiki', 'given', 'other'],
    ['none', 'none', 'none', undefined],
  ])('a DATABASE_URL that is %s never means another server than /health names', (_what, value, mode, host) => {
    process.env = { ...before.env, ...(value === undefined ? {} : { DATABASE_URL: value }) };
    if (value === undefined) delete process.env.DATABASE_URL;
    const { database, server } = readConfig();
    expect([database.mode, database.address?.host]).toEqual([mode, host]);
    expect(server.port).toBe(8123);
  });
});
