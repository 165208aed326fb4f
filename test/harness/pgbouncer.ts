import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './postgres';

const PROGRAM = [
  '/usr/sbin/pgbouncer',
  '/usr/bin/pgbouncer',
  '/usr/local/bin/pgbouncer',
  '/opt/homebrew/bin/pgbouncer',
].find((path) => existsSync(path));

/** `describe` where PgBouncer is installed, else a skip that says so; in CI it must be there. */
export function describeWithPgBouncer(name: string, body: () => void): void {
  if (PROGRAM || process.env.CI === 'true') describe(name, body);
  else describe.skip(`${name} (PgBouncer is not installed: apt-get install pgbouncer)`, body);
}

/** A real PgBouncer in transaction mode before a server. */
export class TestPgBouncer {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  /** Starts it for every database of the server of that URL. */
  static async start(url: string, poolSize: number): Promise<TestPgBouncer> {
    if (!PROGRAM) throw new Error('PgBouncer is not installed: apt-get install pgbouncer');
    const { hostname, port: serverPort } = new URL(url);
    const port = await freePort();
    const dir = mkdtempSync(join(tmpdir(), 'lk-bouncer-'));
    chmodSync(dir, 0o755);
    writeFileSync(join(dir, 'users'), '"postgres" ""\n');
    const settings = {
      listen_addr: '127.0.0.1',
      listen_port: port,
      unix_socket_dir: '',
      auth_type: 'any',
      auth_file: join(dir, 'users'),
      pool_mode: 'transaction',
      default_pool_size: poolSize,
      max_client_conn: 200,
      server_login_retry: 1,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
    const target = `* = host=${hostname} port=${serverPort} user=postgres`;
    writeFileSync(join(dir, 'ini'), ['[databases]', target, '[pgbouncer]', ...lines, ''].join('\n'));
    const asUser = process.getuid?.() === 0 ? ['-u', 'postgres'] : [];
    const child = spawn(PROGRAM, ['-q', ...asUser, join(dir, 'ini')], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.unref();
    const bouncer = new TestPgBouncer(port, child, dir);
    await bouncer.untilReady();
    return bouncer;
  }

  /** The same URL, through this pooler. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.port);
    return changed.href;
  }

  stop(): void {
    this.child.kill('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    let said = '';
    this.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
      if (await accepts(this.port)) return;
      if (this.child.exitCode !== null) break;
    }
    throw new Error(`PgBouncer did not start: ${said.slice(-500)}`);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
