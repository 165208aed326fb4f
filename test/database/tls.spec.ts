import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { backup } from '../../src/database/backup/backup';
import { restore } from '../../src/database/backup/restore';
import { Database } from '../../src/database/database';
import { TestCertificates } from '../harness/certificates';
import { ServiceHome, TestService } from '../harness/service';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { until } from '../harness/until';
import { configOf } from './config-of';

Logger.overrideLogger(false);
jest.setTimeout(120_000);

/** The one whose pg_dump is no older, where there is one. */
const DEBIAN = '/usr/lib/postgresql/15/bin';
const hasTools = existsSync(DEBIAN);

describe('F101 TLS as libpq does it', () => {
  let certificates: TestCertificates;
  let secure: TestPostgres;
  let plain: TestPostgres;
  let database: Database | null = null;

  beforeAll(async () => {
    certificates = new TestCertificates();
    certificates.authority('ours');
    certificates.authority('other');
    certificates.certificate('server', 'ours', 'db.invalid', ['DNS:localhost']);
    certificates.certificate('client', 'ours', 'certified');
    certificates.certificate('stranger', 'other', 'certified');
    secure = await startTestPostgres({
      ...(hasTools ? { binDir: DEBIAN } : {}),
      settings: {
        ssl: 'on',
        ssl_cert_file: certificates.path('server.crt'),
        ssl_key_file: certificates.ownedByServer('server.key'),
        ssl_ca_file: certificates.path('ours.crt'),
      },
      hba: [
        'hostssl all encrypted 127.0.0.1/32 trust',
        'hostnossl all encrypted 127.0.0.1/32 reject',
        'hostnossl all unencrypted 127.0.0.1/32 trust',
        'hostssl all unencrypted 127.0.0.1/32 reject',
        'hostssl all certified 127.0.0.1/32 cert',
        'hostssl all secured 127.0.0.1/32 scram-sha-256',
        'host all certified,secured,encrypted,unencrypted 127.0.0.1/32 reject',
      ],
    });
    plain = await startTestPostgres();
    for (const server of [secure, plain]) {
      await server.query(
        `CREATE ROLE encrypted LOGIN SUPERUSER; CREATE ROLE unencrypted LOGIN; CREATE ROLE certified LOGIN SUPERUSER;
         CREATE ROLE secured LOGIN PASSWORD 'right'`,
      );
    }
  });
  afterAll(async () => {
    await secure.stop();
    await plain.stop();
    certificates.remove();
  });
  afterEach(async () => {
    await database?.stop();
    database = null;
  });

  /** `{ca}` and its like become paths. */
  function urlOf(server: TestPostgres, user: string, host: string, query: string): string {
    const path = (name: string) => certificates.path(name);
    const parameters = query.replace(/\{(.*?)\}/g, (_, name: string) => encodeURIComponent(path(name)));
    return `postgres://${user}@${host}:${server.port}/postgres${parameters === '' ? '' : `?${parameters}`}`;
  }

  async function outcomeOf(url: string): Promise<string> {
    database = new Database(configOf(url), { migrate: false });
    database.start();
    await until(() => database?.state !== 'starting', 20_000);
    if (database.state === 'down') return database.reason ?? '';
    const [row] = await database.read<{ ssl: boolean }>(
      { text: 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()' },
      null,
      { totalMs: 10_000, acquireMs: 10_000 },
    );
    return row?.ssl ? 'tls' : 'plain';
  }

  const REFUSED = /takes no such connection/;
  const UNTRUSTED = /certificate/;

  it.each<[user: string, host: string, query: string, outcome: string | RegExp]>([
    ['postgres', '127.0.0.1', '', 'tls'],
    ['postgres', '127.0.0.1', 'sslmode=prefer', 'tls'],
    ['postgres', '127.0.0.1', 'sslmode=disable', 'plain'],
    ['postgres', '127.0.0.1', 'sslmode=allow', 'plain'],
    ['encrypted', '127.0.0.1', 'sslmode=allow', 'tls'],
    ['encrypted', '127.0.0.1', 'sslmode=disable', REFUSED],
    ['unencrypted', '127.0.0.1', 'sslmode=prefer', 'plain'],
    ['unencrypted', '127.0.0.1', 'sslmode=require', REFUSED],
    ['postgres', '127.0.0.1', 'sslmode=require', 'tls'],
    ['postgres', '127.0.0.1', 'ssl=true', 'tls'],
    // An authority that is named is asked under require as well, as libpq does.
    ['postgres', '127.0.0.1', 'sslmode=require&sslrootcert={ours.crt}', 'tls'],
    ['postgres', '127.0.0.1', 'sslmode=require&sslrootcert={other.crt}', UNTRUSTED],
    ['postgres', '127.0.0.1', 'sslmode=prefer&sslrootcert={other.crt}', 'plain'],
    ['postgres', '127.0.0.1', 'sslmode=verify-ca', UNTRUSTED],
    ['postgres', '127.0.0.1', 'sslmode=verify-ca&sslrootcert={other.crt}', UNTRUSTED],
    ['postgres', '127.0.0.1', 'sslmode=verify-ca&sslrootcert={ours.crt}', 'tls'],
    ['postgres', '127.0.0.1', 'sslmode=verify-full&sslrootcert={ours.crt}', /certificate is not for the host/],
    ['postgres', 'localhost', 'sslmode=verify-full&sslrootcert={ours.crt}', 'tls'],
    ['postgres', 'localhost', 'sslmode=verify-full&sslrootcert={other.crt}', UNTRUSTED],
    ['postgres', 'localhost', 'sslrootcert=system', UNTRUSTED],
    [
      'postgres',
      '127.0.0.1',
      'sslmode=verify-ca&sslrootcert={missing.crt}',
      /sslrootcert names cannot be read \(ENOENT\)/,
    ],
    ['postgres', '127.0.0.1', 'sslmode=verify-ca&sslrootcert={server.csr}', /./],
    ['certified', '127.0.0.1', 'sslmode=require', /user or the password|certificate/],
    ['certified', '127.0.0.1', 'sslmode=require&sslcert={client.crt}&sslkey={client.key}', 'tls'],
    ['certified', '127.0.0.1', 'sslmode=require&sslcert={client.crt}&sslkey={other.key}', /do not fit together/],
    ['certified', '127.0.0.1', 'sslmode=require&sslcert={stranger.crt}&sslkey={stranger.key}', /./],
    ['secured:right', '127.0.0.1', '', 'tls'],
    ['secured:wrong', '127.0.0.1', '', /user or the password/],
  ])('%s at %s with ?%s', async (user, host, query, outcome) => {
    const found = await outcomeOf(urlOf(secure, user, host, query));
    if (typeof outcome === 'string') expect(found).toBe(outcome);
    else expect(found).toMatch(outcome);
  });

  it.each<[query: string, outcome: string | RegExp]>([
    ['', 'plain'],
    ['sslmode=allow', 'plain'],
    ['sslmode=require', /does not speak TLS/],
    ['sslmode=verify-full', /does not speak TLS/],
  ])('a server without TLS with ?%s', async (query, outcome) => {
    const found = await outcomeOf(urlOf(plain, 'postgres', '127.0.0.1', query));
    if (typeof outcome === 'string') expect(found).toBe(outcome);
    else expect(found).toMatch(outcome);
  });

  it('honours connection_limit and pgbouncer=true', async () => {
    const url = urlOf(secure, 'encrypted', '127.0.0.1', 'pgbouncer=true&connection_limit=3&application_name=x');
    database = new Database(configOf(url, { poolMax: 10 }), { migrate: false });
    database.start();
    await database.whenUp(20_000);
    expect(database.pooled).toBe(true);
    expect(database.health().pool.max).toBe(3);
    const patience = { totalMs: 10_000, acquireMs: 10_000 };
    const reads = Array.from({ length: 8 }, () =>
      database!.read<{ n: number }>(
        { text: `SELECT count(*) AS n, pg_sleep(0.2) FROM pg_stat_activity WHERE usename = 'encrypted'` },
        null,
        patience,
      ),
    );
    for (const [row] of await Promise.all(reads)) expect(row?.n).toBeLessThanOrEqual(3);
  });

  describe('backups', () => {
    let dir: string;
    let opened: string;

    beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'lk-tls-backup-'))));
    afterEach(() => rmSync(dir, { recursive: true, force: true }));

    const QUERY = 'sslmode=verify-ca&sslrootcert={ours.crt}&sslcert={client.crt}&sslkey={client.key}';

    async function open(): Promise<Database> {
      const name = (await secure.createDatabase()).split('/').at(-1) ?? '';
      opened = urlOf(secure, 'certified', '127.0.0.1', QUERY).replace('/postgres?', `/${name}?`);
      database = new Database(configOf(opened));
      database.start();
      await database.whenUp(20_000);
      return database;
    }

    it('F103 by the tools that are installed, over TLS with a certificate, for the owner alone', async () => {
      const path = join(dir, 'a.backup');
      const { kind } = await backup(await open(), path);
      expect(kind).toBe(hasTools ? 'pg_dump' : 'copy');
      expect(statSync(path).mode & 0o777).toBe(0o600);
      await database?.stop();
      await restore(await open(), path);
    });

    it('F103 by COPY where pg_dump fails, which is told everything the URL says of TLS', async () => {
      const script = join(dir, 'pg_dump');
      const said = join(dir, 'said');
      // Notes how the file is that it should write to, and fails as one with an older libpq would.
      const body = `[ "$1" = --version ] && { echo 'pg_dump (PostgreSQL) 99.0'; exit 0; }
        for argument in "$@"; do echo "$argument" >>${said}; done; stat -c %a ${dir}/*.tmp >>${said}; umask
        echo 'invalid connection option' >&2; exit 1`;
      writeFileSync(script, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      const path = join(dir, 'b.backup');
      await (await open()).stop();
      const home = new ServiceHome(join(dir, 'home'));
      const env = { DATABASE_URL: opened, PATH: `${dir}${delimiter}${process.env.PATH}` };
      const command = await TestService.command(home, ['backup', path], env);
      expect([await command.ended(60_000), command.noise]).toEqual([
        { code: 0, signal: null },
        expect.stringContaining(' by COPY'),
      ]);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const notes = readFileSync(said, 'utf8');
      expect(notes).toMatch(/^600$/m);
      for (const [name, file] of [
        ['sslrootcert', 'ours.crt'],
        ['sslcert', 'client.crt'],
        ['sslkey', 'client.key'],
      ] as const) {
        expect(notes).toContain(`${name}='${certificates.path(file)}'`);
      }
      expect(notes).toContain(`sslmode='verify-ca'`);
    });
  });
});
