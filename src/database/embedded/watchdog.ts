import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { PORT, spawnOptions, type Place } from './place';
import { WATCHDOG_SCRIPT } from './watchdog-script';

/** Small memory, nothing but the socket, and no wait for parallel workers; fsync stays on. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  // Pages would be compressed by pglz, in the time of the statements that read what was just loaded.
  wal_compression: 'off',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  effective_cache_size: '512MB',
  jit: 'off',
  io_method: 'sync',
  huge_pages: 'off',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  client_connection_check_interval: '2s',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** Starts the server, and the shell that ends it when the last lease is gone. */
export function startWatchdog(place: Place): ChildProcess {
  if (existsSync(place.logFile) && statSync(place.logFile).size > 1_000_000) truncateSync(place.logFile);
  const settings = { ...SETTINGS, unix_socket_directories: place.socketDir };
  const args = ['-D', place.dataDir, '-p', String(PORT)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const postgres = join(place.binariesDir, 'bin', 'postgres');
  const child = spawn(
    '/bin/sh',
    ['-c', WATCHDOG_SCRIPT, 'lorekeeper-postgres', place.fifo, place.logFile, postgres, ...args],
    // A process group of its own: Ctrl-C at the terminal must reach us, not Postgres beneath us.
    { ...spawnOptions(place), detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return child;
}

/** The process id that the watchdog prints; null if it ended without. */
export async function readServerPid(child: ChildProcess): Promise<number | null> {
  const text = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(''));
  });
  child.stdout?.destroy();
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) ? pid : null;
}
