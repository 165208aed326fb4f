import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { describeWithService } from '../harness/describe-with-service';
import { freePort, startTestPostgres, type TestPostgres } from '../harness/postgres';
import { ServiceHome, TestService } from '../harness/service';

interface Finding {
  state: 'ok' | 'warning' | 'problem';
  what: string;
  says: string;
  todo?: string;
}

/** What the cases need to be broken with. */
interface Parts {
  home: ServiceHome;
  postgres: TestPostgres;
  latin1: string;
  takenPort: string;
  deadPort: number;
}

interface Broken {
  env: (parts: Parts) => Record<string, string>;
  what: RegExp;
  says: RegExp;
  todo: RegExp;
}

const withQuery = (url: string, query: string) => `${url}?${query}`;

const BROKEN: Record<string, Broken> = {
  'a port that another program took': {
    env: ({ takenPort }) => ({ PORT: takenPort }),
    what: /^Port/,
    says: /another program listens/,
    todo: /set PORT/,
  },
  'a Postgres that is down': {
    env: ({ deadPort }) => ({ DATABASE_URL: `postgres://u:hidden@127.0.0.1:${deadPort}/x` }),
    what: /^Postgres of DATABASE_URL/,
    says: /refuses connections/,
    todo: /start that server/,
  },
  'a replica that is down': {
    env: ({ postgres, deadPort }) => ({
      DATABASE_URL: postgres.url,
      DATABASE_REPLICA_URLS: `postgres://u:hidden@127.0.0.1:${deadPort}/x`,
    }),
    what: /^Replica 1/,
    says: /refuses connections/,
    todo: /take it out/,
  },
  'a database that is not UTF-8': {
    env: ({ latin1 }) => ({ DATABASE_URL: latin1 }),
    what: /^Postgres of DATABASE_URL/,
    says: /LATIN1.*ENCODING 'UTF8'/,
    todo: /./,
  },
  'a pool larger than the server takes': {
    env: ({ postgres }) => ({ DATABASE_URL: postgres.url, DATABASE_POOL_MAX: '900' }),
    what: /^Connections/,
    says: /is 900, the server takes \d+/,
    todo: /Lower DATABASE_POOL_MAX/,
  },
  'TLS that the server does not speak': {
    env: ({ postgres }) => ({ DATABASE_URL: withQuery(postgres.url, 'sslmode=require') }),
    what: /^Postgres of DATABASE_URL/,
    says: /does not speak TLS/,
    todo: /./,
  },
  'a CA file that is not there': {
    env: ({ postgres }) => ({
      DATABASE_URL: withQuery(postgres.url, 'sslmode=verify-full&sslrootcert=/not/there.pem'),
    }),
    what: /^Postgres of DATABASE_URL/,
    says: /sslrootcert/,
    todo: /./,
  },
  'a raw password': {
    env: () => ({ DATABASE_URL: 'postgres://u:hidd?en@127.0.0.1/x' }),
    what: /^Configuration/,
    says: /DATABASE_URL.*raw "\?"/,
    todo: /Correct it/,
  },
  'a variable with a bad value': {
    env: () => ({ PORT: 'abc' }),
    what: /^Configuration/,
    says: /^PORT must be/,
    todo: /Correct it/,
  },
  'a variable that is misspelt': {
    env: () => ({ UNIVERSE: 'star_wars' }),
    what: /^Configuration/,
    says: /UNIVERSE is set and not read/,
    todo: /UNIVERSES/,
  },
  'an image folder that is a file': {
    env: ({ home }) => ({ IMAGE_CACHE_DIR: join(home.dir, 'file') }),
    what: /^IMAGE_CACHE_DIR/,
    says: /is no folder/,
    todo: /Name a folder/,
  },
  'a folder for data that cannot be made': {
    env: ({ home }) => ({ DATA_DIR: join(home.dir, 'file', 'data') }),
    what: /^DATA_DIR/,
    says: /cannot be written/,
    todo: /write to this folder/,
  },
  'a universe that is named and has no files': {
    env: () => ({ UNIVERSES: 'nowhere' }),
    what: /^File cache of nowhere/,
    says: /it has no files/,
    todo: /cache:crawl/,
  },
  'a universe file that is no JSON': {
    env: ({ home }) => ({ UNIVERSES_DIR: join(home.dir, 'universes') }),
    what: /^Universe file bad\.json/,
    says: /not JSON/,
    todo: /Correct this file/,
  },
  'an object store that is away': {
    env: ({ deadPort }) => ({
      IMAGE_STORE: 's3://pictures',
      S3_ENDPOINT: `http://127.0.0.1:${deadPort}`,
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'hidden',
    }),
    what: /^IMAGE_STORE/,
    says: /object store/,
    todo: /S3_ENDPOINT/,
  },
  'a Redis that is down': {
    env: ({ deadPort }) => ({ REDIS_URL: `redis://:hidden@127.0.0.1:${deadPort}` }),
    what: /^Redis/,
    says: /./,
    todo: /Correct REDIS_URL/,
  },
};

async function examine(home: ServiceHome, env: Record<string, string>): Promise<Finding[]> {
  const admin = { ADMIN_API_KEY: 'x', WIKI_CONTACT: 'a@b.example' };
  const doctor = await TestService.command(home, ['doctor', '--json'], { ...admin, ...env });
  await doctor.ended(60_000);
  // Nothing else is written, on standard error neither.
  return JSON.parse(doctor.noise) as Finding[];
}

describeWithService('F115 the doctor', () => {
  let parts: Parts;
  let taken: Server;
  beforeAll(async () => {
    const home = new ServiceHome();
    const universes = join(home.dir, 'universes');
    mkdirSync(universes);
    writeFileSync(join(universes, 'bad.json'), '{');
    writeFileSync(join(home.dir, 'file'), '');
    const postgres = await startTestPostgres();
    await postgres.query(`CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`);
    taken = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    parts = {
      home,
      postgres,
      latin1: postgres.url.replace(/\/[^/]*$/, '/latin1'),
      takenPort: String((taken.address() as AddressInfo).port),
      deadPort: await freePort(),
    };
  }, 60_000);
  afterAll(async () => {
    taken?.close();
    await parts?.postgres.stop();
    parts?.home.remove();
  });

  it.each(Object.entries(BROKEN))(
    'names %s, and what to do',
    async (_what, { env, what, says, todo }) => {
      const findings = await examine(parts.home, env(parts));
      const found = findings.filter((one) => one.state !== 'ok' && what.test(one.what));
      expect(found).toContainEqual(
        expect.objectContaining({ says: expect.stringMatching(says), todo: expect.stringMatching(todo) }),
      );
      expect(JSON.stringify(findings)).not.toContain('hidden');
    },
    60_000,
  );

  it('has nothing to say of a healthy installation, also beside the running service', async () => {
    const home = new ServiceHome();
    const corpus = ['corpus', '--articles', '100', '--universe', 'world', '--out', home.cacheDir];
    await (await TestService.command(home, corpus)).ended();
    const service = await TestService.start(home);
    await service.completed();
    const findings = await examine(home, { PORT: new URL(service.url).port });
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ says: 'Lorekeeper listens there' }));
    await service.stop();
    home.remove();
  }, 60_000);
});
