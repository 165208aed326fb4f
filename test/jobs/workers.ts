import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Worker processes of a test, over one folder and one queue: in Redis or in Postgres. */
export class TestWorkers {
  readonly dir = mkdtempSync(join(tmpdir(), 'lk-workers-'));
  readonly children: ChildProcess[] = [];
  log = '';

  constructor(
    private readonly url: string,
    private readonly leaseMs: number,
  ) {}

  async start(): Promise<ChildProcess> {
    const root = join(__dirname, '../..');
    const args = [join(root, 'test/harness/run-ts.cjs'), join(__dirname, 'worker.child.ts')];
    const child = spawn(process.execPath, [...args, this.url, this.dir, String(this.leaseMs)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.push(child);
    child.stderr?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        this.log += chunk.toString();
        if (chunk.toString().includes('started')) resolve();
      });
      child.once('exit', () => reject(new Error(`the worker did not start: ${this.log}`)));
    });
    return child;
  }

  /** URLs in the order in which they were stored. */
  stored(): string[] {
    return this.lines('log');
  }

  /** One entry for every time that a job began: process id and whether it was a repetition. */
  begun(): string[] {
    return this.lines('begun');
  }

  files(): number {
    return readdirSync(this.dir).filter((name) => name.endsWith('.img')).length;
  }

  async stop(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }

  private lines(name: string): string[] {
    const path = join(this.dir, name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').filter(Boolean) : [];
  }
}
