import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrCreatePostgresUser } from '../../src/database/embedded/system-user';

/** Real certificates in a folder of their own, made by openssl; call `remove()` in afterAll. */
export class TestCertificates {
  readonly dir = mkdtempSync(join(tmpdir(), 'lk-tls-'));

  constructor() {
    chmodSync(this.dir, 0o755);
  }

  path(name: string): string {
    return join(this.dir, name);
  }

  /** An authority: `<name>.crt` and `<name>.key`. */
  authority(name: string): void {
    this.openssl(['req', '-x509', ...this.newKey(name), '-out', this.path(`${name}.crt`), '-subj', `/CN=${name}`]);
  }

  /** A certificate of that authority for a common name and, of servers, the names that they answer to. */
  certificate(name: string, authority: string, commonName: string, hosts: readonly string[] = []): void {
    const request = this.path(`${name}.csr`);
    this.openssl(['req', ...this.newKey(name), '-out', request, '-subj', `/CN=${commonName}`]);
    const extensions = this.path(`${name}.ext`);
    writeFileSync(extensions, hosts.length > 0 ? `subjectAltName=${hosts.join(',')}\n` : '');
    const [ca, key] = [this.path(`${authority}.crt`), this.path(`${authority}.key`)];
    const signed = ['-CA', ca, '-CAkey', key, '-CAcreateserial', '-extfile', extensions, '-days', '2'];
    this.openssl(['x509', '-req', '-in', request, '-out', this.path(`${name}.crt`), ...signed]);
  }

  /** Gives a key to the user who runs Postgres in tests, as the server demands. */
  ownedByServer(name: string): string {
    const user = process.getuid?.() === 0 ? findOrCreatePostgresUser() : null;
    if (user) chownSync(this.path(name), user.uid, user.gid);
    return this.path(name);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private newKey(name: string): string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', this.path(`${name}.key`)];
  }

  private openssl(args: string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
