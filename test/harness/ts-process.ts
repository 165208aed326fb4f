import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

/** A TypeScript file as a process of its own that prints JSON lines, so that a test can kill or freeze it. */
export class TsProcess {
  readonly lines: Record<string, unknown>[] = [];
  /** What it printed that is not JSON, and its standard error. */
  noise = '';
  exit: { code: number | null; signal: string | null } | null = null;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.take(line));
    }
    child.on('exit', (code, signal) => (this.exit = { code, signal }));
    child.unref();
  }

  static start(script: string, args: string[], env: NodeJS.ProcessEnv = {}): TsProcess {
    const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new TsProcess(child);
  }

  /** Waits for a line with this event. */
  async event(name: string, limitMs = 20_000): Promise<Record<string, unknown>> {
    for (const end = Date.now() + limitMs; ; await sleep(5)) {
      const line = this.lines.find((one) => one.event === name);
      if (line) return line;
      if (Date.now() > end || this.exit) {
        const seen = JSON.stringify(this.lines).slice(-500);
        throw new Error(`no event ${name} (exit ${JSON.stringify(this.exit)}): ${seen} ${this.noise.slice(-1500)}`);
      }
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async ended(limitMs = 20_000): Promise<{ code: number | null; signal: string | null }> {
    for (const end = Date.now() + limitMs; ; await sleep(10)) {
      if (this.exit) return this.exit;
      if (Date.now() > end) throw new Error(`still running: ${this.noise.slice(-1500)}`);
    }
  }

  private take(line: string): void {
    try {
      this.lines.push(JSON.parse(line) as Record<string, unknown>);
    } catch {
      this.noise += `${line}\n`;
    }
  }
}

/** Bundles a TypeScript file of the tests for `TsProcess.start`; packages stay where they are. */
export function bundleForProcess(entry: string): { script: string; remove: () => void } {
  const dir = join(ROOT, '.tmp', 'test-processes');
  mkdirSync(dir, { recursive: true });
  const script = join(dir, `${randomBytes(6).toString('hex')}.cjs`);
  buildSync({
    entryPoints: [entry],
    outfile: script,
    bundle: true,
    platform: 'node',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
    // Decorators keep their types only through the compiler; what runs here must not need them.
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, target: 'es2023' } },
  });
  return { script, remove: () => rmSync(script, { force: true }) };
}
