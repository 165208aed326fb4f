import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseAddress } from '../../config/database-url';

const run = promisify(execFile);

/** Major version of an installed PostgreSQL program; null where it is not installed. */
export async function findToolMajor(name: 'pg_dump' | 'pg_restore'): Promise<number | null> {
  try {
    const { stdout } = await run(name, ['--version']);
    const match = /(\d+)(\.\d+)*\s*(\(|$)/.exec(stdout.trim());
    return match ? Number(match[1]) : null;
  } catch {
    return null;
  }
}

/** The program could not do it; its own words. */
export class ToolFailed extends Error {}

/** Runs a PostgreSQL program on that server. The password goes by a file, for arguments can be seen by everybody. */
export async function runTool(
  name: 'pg_dump' | 'pg_restore',
  args: string[],
  address: DatabaseAddress,
  signal?: AbortSignal,
): Promise<void> {
  const passFile = join(tmpdir(), `lorekeeper-${randomBytes(8).toString('hex')}.pgpass`);
  const { password } = address;
  if (password !== undefined)
    await writeFile(passFile, `*:*:*:*:${escapePass(password)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    const target = connectionString(address, password === undefined ? null : passFile);
    const child = spawn(name, [...args, '--no-password', '--dbname', target], {
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new ToolFailed(`${name} failed: ${errors.trim().split('\n').slice(0, 3).join('; ')}`);
  } finally {
    await rm(passFile, { force: true });
  }
}

function escapePass(password: string): string {
  return password.replace(/[\\:]/g, '\\$&');
}

function connectionString({ host, port, user, database, tls }: DatabaseAddress, passFile: string | null): string {
  const parts = {
    host,
    port: String(port),
    user,
    dbname: database,
    passfile: passFile,
    sslmode: tls.mode,
    sslrootcert: tls.rootCert,
    sslcert: tls.cert,
    sslkey: tls.key,
    sslpassword: tls.keyPassword,
  };
  return Object.entries(parts)
    .flatMap(([key, value]) => (value == null ? [] : `${key}='${value.replace(/[\\']/g, '\\$&')}'`))
    .join(' ');
}
