import { parseDatabaseUrl } from './database-url';
import { ConfigError, parseConfig } from './parse-config';

const NO_TLS_FILES = { rootCert: null, cert: null, key: null, keyPassword: null };
const PLAIN = {
  host: 'db.example',
  port: 5433,
  database: 'wiki',
  user: 'me',
  password: 'secret',
  tls: { mode: 'prefer', ...NO_TLS_FILES },
  pooled: false,
  connectionLimit: null,
};

describe('parseDatabaseUrl', () => {
  it.each([
    ['postgres://me:secret@db.example:5433/wiki', PLAIN],
    ['postgresql://me:secret@db.example:5433/wiki', PLAIN],
    ['postgres://me:p%40ss%2Fw%23rd%25@db.example:5433/wiki', { ...PLAIN, password: 'p@ss/w#rd%' }],
    ['postgres://me:p%3Fss@db.example:5433/wiki', { ...PLAIN, password: 'p?ss' }],
    ['postgres://me:p@ss/w#rd@db.example:5433/wiki', { ...PLAIN, password: 'p@ss/w#rd' }],
    ['postgres://me:a b[c],d&e+ü@db.example:5433/wiki', { ...PLAIN, password: 'a b[c],d&e+ü' }],
    ['postgres://me:100%@db.example:5433/wiki', { ...PLAIN, password: '100%' }],
    ['postgres://me:100%g@db.example:5433/wiki', { ...PLAIN, password: '100%g' }],
    ['postgres://me:a:b@db.example:5433/wiki', { ...PLAIN, password: 'a:b' }],
    ['postgres://me@db.example/wiki', { ...PLAIN, port: 5432, password: undefined }],
    ['postgres://me:secret@[::1]:5433/wiki', { ...PLAIN, host: '::1' }],
    ['postgres://me:secret@db.example:5433/wiki?application_name=a@b', PLAIN],
    [
      'postgres:///wiki?host=/var/run/postgresql&user=me@corp',
      { ...PLAIN, host: '/var/run/postgresql', port: 5432, user: 'me@corp', password: undefined },
    ],
    ['postgres://%2Ftmp%2Fpg/wiki?user=me', { ...PLAIN, host: '/tmp/pg', port: 5432, password: undefined }],
    ['postgres://me:secret@db.example:5433', { ...PLAIN, database: 'me' }],
    [
      'postgres://me:secret@db.example:5433/wiki?schema=public&pgbouncer=true&connection_limit=3',
      { ...PLAIN, pooled: true, connectionLimit: 3 },
    ],
    [
      'postgres://me:secret@db.example:5433/wiki?sslmode=verify-ca&sslrootcert=/a%20b/ca.pem&sslcert=c.pem&sslkey=k.pem',
      { ...PLAIN, tls: { mode: 'verify-ca', rootCert: '/a b/ca.pem', cert: 'c.pem', key: 'k.pem', keyPassword: null } },
    ],
  ])('%s', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual(expected);
  });

  it.each([
    ['', 'prefer'],
    ['sslmode=allow', 'allow'],
    ['sslmode=no-verify', 'require'],
    ['ssl=true', 'require'],
    ['ssl=false', 'disable'],
    ['ssl=true&sslmode=verify-full', 'verify-full'],
    ['sslrootcert=system', 'verify-full'],
  ])('TLS of ?%s', (query, mode) => {
    expect(parseDatabaseUrl(`postgres://me@db/wiki?${query}`).tls.mode).toBe(mode);
  });
});

const REFUSED: [url: string, words: RegExp][] = [
  ['mysql://me:hidden@db/wiki', /does not begin with postgres:/],
  ['"postgres://me:hidden@db/wiki"', /does not begin with postgres:/],
  ['postgres:me:hidden@db/wiki', /does not begin with postgres:/],
  ['postgres://me:hidd?en@db/wiki', /raw "\?".*percent-encode.*%3F/],
  ['postgres://me:hidd?en=1@db/wiki', /raw "\?"/],
  ['postgres://me:12?ssl=hidden@db/wiki', /raw "\?"/],
  ['postgres://me:hi@dd?en@db/wiki', /raw "\?"/],
  ['postgres://p@s s:a?b:c/hidden@e#f%g&h%41+ü@127.0.0.1:5432/db', /raw "\?"/],
  ['postgres://me:hidden%41%zz@db/wiki', /encoded in one part and not in another/],
  ['postgres://me:hidden/%41@db/wiki', /encoded in one part and not in another/],
  ['postgres://me:hidden%ff@db/wiki', /percent-encode/],
  ['postgres://me:hidden%00@db/wiki', /zero byte/],
  ['postgres://me:hidden@one:5432,two:5432/wiki', /several hosts/],
  ['postgres://me:hidden@one,two/wiki', /several hosts/],
  ['postgres://me:hidden@/wiki?host=one,two', /several hosts/],
  ['postgres://me:hidden@/wiki', /names no host/],
  ['postgres://', /names no host/],
  ['postgres://me:hidden@:5432/wiki', /names no host/],
  ['postgres://me:hidden', /port is no number/],
  ['postgres://me:hidden@db:port/wiki', /port is no number/],
  ['postgres://me:hidden@db:70000/wiki', /port is no number/],
  ['postgres://me:hidden@db:0/wiki', /port is no number/],
  ['postgres://me:hidden@db:/wiki', /port is no number/],
  ['postgres://me:hidden@::1/wiki', /host cannot be understood/],
  ['postgres://me:hidden@[::1/wiki', /host cannot be understood/],
  ['postgres://me:hidden@[db]/wiki', /no IPv6 address/],
  ['postgres://me:hidden@d b/wiki', /host cannot be understood/],
  ['postgres://me:hidden@db%/wiki', /host is not percent-encoded/],
  ['postgres://me:hidden@db/wi ki', /name of its database/],
  ['postgres://me:hidden@db/wiki/more', /name of its database/],
  ['postgres://me:hidden@db/wiki#part', /name of its database/],
  ['postgres://me:hidden@db/wi%ki', /name of its database/],
  ['postgres://me:hidden@db/wiki?sslmode=on', /parameter sslmode must be one of disable, allow/],
  ['postgres://me:hidden@db/wiki?sslmode=require&sslrootcert=system', /verify-full alone/],
  ['postgres://me:hidden@db/wiki?connection_limit=many', /parameter connection_limit must be a whole number/],
  ['postgres://me:hidden@db/wiki?port=x', /port is no number/],
  ['postgres://me:hidden@db/wiki?sslmode', /parameters like sslmode=require/],
  ['postgres://me:hidden@db/wiki?options=%zz', /parameters is not percent-encoded/],
];

const SURROUNDINGS = { stdoutIsTerminal: false, packageDir: '/package' };

/** The message that stops the boot. */
function refusal(env: Record<string, string>): string {
  try {
    parseConfig(env, SURROUNDINGS);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('F97 a database URL that cannot be understood stops the boot', () => {
  it.each(REFUSED)('%s', (url, words) => {
    for (const name of ['DATABASE_URL', 'DATABASE_REPLICA_URLS']) {
      const message = refusal({ [name]: url });
      expect(message).toMatch(
        new RegExp(`^  ${name} must be a URL like postgres://user:password@host:5432/database`, 'm'),
      );
      expect(message).toMatch(words);
      expect(message).not.toMatch(/hidd|en@/);
    }
  });

  it('names every bad variable in one message', () => {
    const message = refusal({
      DATABASE_URL: 'postgres://a?b@c',
      DATABASE_REPLICA_URLS: 'postgres://ok/db,mysql://x/db',
      PORT: 'x',
    });
    expect(message.match(/^ {2}[A-Z_]+ must be/gm)).toEqual([
      '  PORT must be',
      '  DATABASE_URL must be',
      '  DATABASE_REPLICA_URLS must be',
    ]);
  });

  it('takes replicas apart at the commas between URLs only', () => {
    const { replicas } = parseConfig(
      { DATABASE_REPLICA_URLS: ' postgres://me:a,b@one/db, postgresql://two/db , ' },
      SURROUNDINGS,
    ).database;
    expect(replicas.map(({ host, password }) => [host, password])).toEqual([
      ['one', 'a,b'],
      ['two', undefined],
    ]);
  });
});
