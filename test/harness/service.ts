import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './postgres';
import { tempDir } from './temp-dir';

const MAIN = join(__dirname, '../../dist/main.js');
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/** The built service, running as a process of its own with folders of its own. */
export interface RunningService {
  /** Ends with a slash. */
  readonly url: string;
  readonly adminKey: string;
  /** What it has logged so far. */
  log(): string;
  /** SIGTERM, then SIGKILL; removes its folders. */
  stop(): Promise<void>;
}

/** `describe` where the service has been built, which `npm test` does, and in CI always. */
export const describeWithService: jest.Describe =
  existsSync(MAIN) || process.env.CI === 'true' ? describe : describe.skip;

if (describeWithService === describe.skip) {
  process.stderr.write('Tests of the built service are skipped: run `npm run build` first.\n');
}

/** Starts dist/main.js and waits until it says that it is alive. */
export async function startService(env: Record<string, string> = {}): Promise<RunningService> {
  const home = await tempDir('service');
  const port = await freePort();
  const adminKey = 'open sesame';
  const child = spawn(process.execPath, [MAIN], {
    cwd: home.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home.path,
      PORT: String(port),
      HOST: '127.0.0.1',
      CACHE_DIR: join(home.path, 'cache'),
      CONTENT_DIR: join(home.path, 'content'),
      IMAGE_CACHE_DIR: join(home.path, 'images'),
      DATA_DIR: join(home.path, 'data'),
      ADMIN_API_KEY: adminKey,
      LOG_FORMAT: 'json',
      ...env,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}/`;
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([exited, sleep(STOP_LIMIT_MS).then(() => child.kill('SIGKILL'))]);
    await exited;
    await home.remove();
  };
  for (const until = Date.now() + START_LIMIT_MS; ;) {
    const isAlive = await fetch(`${url}live`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isAlive) break;
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`The service did not start:\n${output}`);
    }
    await sleep(50);
  }
  return { url, adminKey, log: () => output, stop };
}
