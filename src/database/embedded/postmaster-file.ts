import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** What a running (or killed) server left in `postmaster.pid`; numbers are NaN where the file is damaged. */
export interface PostmasterFile {
  pid: number;
  port: number;
  socketDir: string;
  status: 'starting' | 'ready' | 'standby' | 'stopping' | 'unknown';
}

/** The file by which a server says that it uses a data directory. */
export function postmasterPath(dataDir: string): string {
  return join(dataDir, 'postmaster.pid');
}

/** Reads `postmaster.pid` of a data directory; null where there is none (no server) or it cannot be read. */
export function readPostmasterFile(dataDir: string): PostmasterFile | null {
  let text: string;
  try {
    text = readFileSync(postmasterPath(dataDir), 'latin1');
  } catch {
    return null;
  }
  const lines = text.split('\n').map((line) => line.trim());
  const status = lines[7] ?? '';
  return {
    pid: Math.abs(Number.parseInt(lines[0] ?? '', 10)),
    port: Number.parseInt(lines[3] ?? '', 10),
    socketDir: lines[4] ?? '',
    status: isStatus(status) ? status : 'unknown',
  };
}

function isStatus(text: string): text is PostmasterFile['status'] {
  return ['starting', 'ready', 'standby', 'stopping'].includes(text);
}

/** Whether that process lives and is the server of that data directory (a postmaster's working folder is its data). */
export function isPostmasterOf(pid: number, dataDir: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false;
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
    } catch {
      return false;
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout.includes('postgres');
}

/** Whether a process of that id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
