// What every benchmark needs: processes, ports, load, medians.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** So long processors must have had less to do than that share of their time. */
const QUIET_MS = 1000;
const QUIET_SHARE = 0.05;

/** Of an even number of values the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/**
 * How many times its limit a thing took, where both were measured in turn: the median of the turns. The machine may be
 * twice as fast a minute later, but is seldom within a turn.
 */
export const medianRatio = (values, limits) => median(values.map((value, turn) => value / limits[turn]));

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

const children = new Set();
// Also a run that failed leaves nothing behind.
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
});

/**
 * Whether a path answers 200. By a bare socket: what looks for the answer every few milliseconds shares the processors
 * with the program that gets ready.
 */
function answers(port, path) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk) => {
      resolve(chunk.toString('latin1', 9, 12) === '200');
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}

/**
 * Starts a Node program (its file, or options and file) and waits until a path answers 200 (null: does not wait); `ms` is the time from spawn to that
 * answer.
 */
export async function startProgram(program, env, path = '/live') {
  const port = Number(env.PORT ?? (await freePort()));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program].flat(), {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let log = '';
  child.stdout.on('data', (chunk) => (log += chunk));
  const url = `http://127.0.0.1:${port}`;
  if (path !== null) await until(() => answers(port, path), 60_000, 4);
  return {
    url,
    port,
    pid: child.pid,
    ms: performance.now() - startedAt,
    log: () => log,
    /** Resolves when the log has these words. */
    async says(words) {
      while (!log.includes(words)) await once(child.stdout, 'data');
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

export async function until(check, limitMs, everyMs = 50) {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (await check().catch(() => false)) return;
    await sleep(everyMs);
  }
  throw new Error('waited too long');
}

/** Waits until the processors have next to nothing to do: what tidies up behind a load is no part of an answer. */
export async function quiet(limitMs = 60_000) {
  const busyMs = () => cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0);
  let before = busyMs();
  const isQuiet = async () => {
    await sleep(QUIET_MS);
    const used = busyMs() - before;
    before += used;
    return used < QUIET_MS * cpus().length * QUIET_SHARE;
  };
  await until(isQuiet, limitMs, 0);
}

/** Requests per second and latencies of `paths` over keep-alive connections. */
export async function load(port, paths, { connections = 32, seconds = 3 } = {}) {
  const worker = new Worker(new URL('./client.mjs', import.meta.url), {
    workerData: { port, paths, connections, seconds },
  });
  const [result] = await once(worker, 'message');
  const failed = Object.entries(result.statuses).filter(([status]) => status !== '200');
  if (failed.length > 0) throw new Error(`answers that were not 200: ${JSON.stringify(result.statuses)} (${paths[0]})`);
  return result;
}

/** Runs a script in a fresh process; its last line is JSON. */
export async function measure(script, args) {
  const child = spawn(process.execPath, [join(root, 'bench', script), JSON.stringify(args)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${script} failed`);
  return JSON.parse(output.trim().split('\n').at(-1));
}
