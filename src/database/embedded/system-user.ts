import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** An account of the operating system that programs can be run as. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/** The account that runs Postgres where we are root, which Postgres refuses: `postgres`, created where it is missing. */
export function findOrCreatePostgresUser(): SystemUser | null {
  return findUser('postgres') ?? createUser('postgres') ?? findUser('nobody');
}

/** The account of that name or id in /etc/passwd, or null. */
export function findUser(wanted: string | number): SystemUser | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name = '', , uid, gid] = line.split(':');
    if (uid === undefined || gid === undefined) continue;
    if (name === wanted || Number(uid) === wanted) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

function createUser(name: string): SystemUser | null {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ];
  for (const [command, args] of ways) {
    const { status } = spawnSync(command, args, { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
    const user = status === 0 ? findUser(name) : null;
    if (user) return user;
  }
  return null;
}

/** Whether that user can go through every folder from the root down to `dir` itself. */
export function canEnter(user: SystemUser, dir: string): boolean {
  for (let at = dir; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(at) === at) return true;
  }
}
