import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isPostmasterOf, readPostmasterFile } from '../../src/database/embedded/postmaster-file';
import { bundleForProcess, TsProcess } from '../harness/ts-process';
import { until } from '../harness/until';

jest.setTimeout(120_000);

describe('the embedded Postgres', () => {
  const isRoot = process.getuid?.() === 0;
  let bundle: ReturnType<typeof bundleForProcess>;
  let dir: string;
  const running: TsProcess[] = [];

  beforeAll(() => {
    bundle = bundleForProcess(join(__dirname, 'embedded.process.ts'));
  });
  afterAll(() => bundle.remove());
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lk-emb-'));
    chmodSync(dir, 0o755);
  });
  afterEach(async () => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL');
    await until(() => pidOf(dir) === null, 20_000);
    rmSync(dir, { recursive: true, force: true });
  });

  function use(dataDir = dir): TsProcess {
    const user = TsProcess.start(bundle.script, [dataDir]);
    running.push(user);
    return user;
  }

  /** The server's process id while it lives. */
  function pidOf(dataDir: string): number | null {
    const data = join(dataDir, 'postgres', 'data');
    const file = readPostmasterFile(data);
    return file && isPostmasterOf(file.pid, data) ? file.pid : null;
  }

  async function ask(up: Record<string, unknown>, sql: string): Promise<unknown[]> {
    const { host, port, user, database } = up as { host: string; port: number; user: string; database: string };
    const client = new Client({ host, port, user, database });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows;
  }

  it('starts, is shared by whoever comes later, and is stopped by the last one out', async () => {
    const first = use();
    const up = await first.event('up', 60_000);
    expect(await ask(up, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const pid = pidOf(dir);
    const second = use();
    expect(await second.event('up')).toMatchObject({ host: up.host });
    expect(pidOf(dir)).toBe(pid);
    first.kill('SIGTERM');
    expect(await first.ended()).toMatchObject({ code: 0 });
    expect(pidOf(dir)).toBe(pid);
    second.kill('SIGTERM');
    await second.ended();
    expect(pidOf(dir)).toBeNull();
  });

  it('leaves no orphan when its user is killed, and starts again with its data', async () => {
    const first = use();
    const up = await first.event('up', 60_000);
    await ask(up, 'CREATE TABLE kept (n int)');
    first.kill('SIGKILL');
    await until(() => pidOf(dir) === null, 10_000);
    expect(await ask(await use().event('up', 60_000), 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 0 }]);
  });

  it('outlives the one that started it while another uses it', async () => {
    const first = use();
    await first.event('up', 60_000);
    const second = use();
    const up = await second.event('up');
    const pid = pidOf(dir);
    first.kill('SIGKILL');
    await first.ended();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(pidOf(dir)).toBe(pid);
    expect(await ask(up, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('five that start at once on an empty folder share one server', async () => {
    const users = Array.from({ length: 5 }, () => use());
    for (const user of users) await user.event('up', 90_000);
    const pid = pidOf(dir);
    for (const user of users) expect(await ask(await user.event('up'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(pidOf(dir)).toBe(pid);
  });

  it('stops an orphan whose watchdog was killed, and starts anew', async () => {
    const first = use();
    await first.event('up', 60_000);
    const pid = pidOf(dir) ?? 0;
    const watchdog = watchdogOf(pid);
    const watcher = childrenOf(watchdog).filter((child) => child !== pid);
    for (const victim of [watchdog, ...watcher]) process.kill(victim, 'SIGKILL');
    first.kill('SIGKILL');
    await first.ended();
    expect(pidOf(dir)).toBe(pid);
    await use().event('up', 60_000);
    expect(pidOf(dir)).not.toBe(pid);
    expect(pidOf(dir)).not.toBeNull();
  });

  it('is started anew when its watchdog and then the server itself were killed, and shared as before', async () => {
    const users = [use(), use()];
    for (const user of users) await user.event('up', 60_000);
    const pid = pidOf(dir) ?? 0;
    process.kill(watchdogOf(pid), 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await until(() => pidOf(dir) === null, 10_000);
    for (const user of users) user.kill('SIGUSR2');
    for (const user of users) await user.event('again', 60_000);
    const next = pidOf(dir);
    expect(next).not.toBeNull();
    for (const user of users) expect(await ask(await user.event('again'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    users[0]!.kill('SIGKILL');
    await users[0]!.ended();
    expect(pidOf(dir)).toBe(next);
    users[1]!.kill('SIGTERM');
    await users[1]!.ended();
    expect(pidOf(dir)).toBeNull();
  });

  describe('F98 with the lock files that a crash or a power failure leaves', () => {
    const data = () => join(dir, 'postgres', 'data');
    const whole = (pid: number | string) => `${pid}\n${data()}\n1\n5432\n${dir}\n\n 1 1\nready   \n`;
    const LOCKS = () => [join(data(), 'postmaster.pid'), join(dir, 'postgres', '.s.PGSQL.5432.lock')];

    const LEAVE: [what: string, leave: (file: string) => void][] = [
      ['empty', (file) => writeFileSync(file, '')],
      ['cut behind the process id', (file) => writeFileSync(file, String(process.pid))],
      ['cut within it', (file) => writeFileSync(file, whole(12345).slice(0, 3))],
      ['of zeros', (file) => writeFileSync(file, Buffer.alloc(512))],
      ['binary', (file) => writeFileSync(file, Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 151) % 256)))],
      ['of text', (file) => writeFileSync(file, 'not a number\nat all\n')],
      ['with a living process that is no Postgres', (file) => writeFileSync(file, whole(process.pid))],
      ['with a process that is gone', (file) => writeFileSync(file, whole(4_194_303))],
      ['with a negative process id', (file) => writeFileSync(file, whole(-1))],
      ['with a process id beyond all numbers', (file) => writeFileSync(file, whole('9'.repeat(40)))],
      ['unreadable', (file) => writeFileSync(file, whole(1), { mode: 0o000 })],
      ['a folder', (file) => mkdirSync(file)],
    ];

    it('starts each time', async () => {
      for (const [what, leave] of [['none', () => undefined] as const, ...LEAVE]) {
        for (const lock of LOCKS()) {
          leave(lock);
          if (isRoot && existsSync(lock)) lchownSync(lock, statSync(data()).uid, statSync(data()).gid);
        }
        const user = use();
        expect([what, await ask(await user.event('up', 60_000), 'SELECT 1 AS one')]).toEqual([what, [{ one: 1 }]]);
        user.kill('SIGTERM');
        await user.ended();
      }
    });
  });

  it('says in words, without paths, why data cannot be used', async () => {
    mkdirSync(join(dir, 'postgres', 'data', 'base'), { recursive: true });
    const { message } = await use().event('failed');
    expect(message).toMatch(/are damaged: they have no valid PG_VERSION: move that folder away/);
    expect(message).not.toContain(dir);
  });

  it('refuses the data of another version in words', async () => {
    mkdirSync(join(dir, 'postgres', 'data'), { recursive: true });
    writeFileSync(join(dir, 'postgres', 'data', 'PG_VERSION'), '15\n');
    const user = use();
    expect((await user.event('failed')).message).toMatch(/of PostgreSQL 15, the embedded one is 18: move that folder/);
  });

  (isRoot ? it : it.skip)('as root moves away from a folder that others cannot enter, and says so', async () => {
    chmodSync(dir, 0o700);
    const user = use();
    const up = await user.event('up', 60_000);
    expect(String(up.dataDir)).toMatch(/^\/var\/lib\/lorekeeper\//);
    await until(() => /cannot enter that folder/.test(user.noise));
    user.kill('SIGTERM');
    await user.ended();
    rmSync(join(String(up.dataDir), '..'), { recursive: true, force: true });
  });

  (isRoot ? it : it.skip)('works as a user who is not root', async () => {
    const owned = join(dir, 'own');
    mkdirSync(owned);
    const { chownSync } = await import('node:fs');
    chownSync(owned, 65534, 65534);
    const script = join(dir, 'drop.cjs');
    writeFileSync(script, 'process.setgid(65534); process.setuid(65534);');
    const user = TsProcess.start(bundle.script, [owned], { NODE_OPTIONS: `--require=${script}`, HOME: '/nonexistent' });
    running.push(user);
    expect(await ask(await user.event('up', 60_000), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(owned, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
    user.kill('SIGTERM');
    await user.ended();
    expect(pidOf(owned)).toBeNull();
  });
});

function watchdogOf(pid: number): number {
  return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
