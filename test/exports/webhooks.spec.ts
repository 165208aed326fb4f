import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { Unreachable } from '../../src/database/unreachable';
import { systemClock } from '../../src/egress/clock';
import { Announcements } from '../../src/exports/webhooks/announcements';
import { Webhooks, type WebhookOptions } from '../../src/exports/webhooks/webhooks';
import { Troubles } from '../../src/problem/troubles';
import { until } from '../harness/until';
import { tempDir } from '../harness/temp-dir';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** No other instance. */
const ALONE: WebhookOptions['claims'] = {
  claim: () => Promise.resolve({ state: 'ours' }),
  settle: () => Promise.resolve(),
};

interface Told {
  headers: IncomingHttpHeaders;
  body: string;
}

let dir: Awaited<ReturnType<typeof tempDir>>;
let server: Server;
let url: string;
let told: Told[];
/** What is answered next; 204 where nothing is left. */
let answers: { status: number; location?: string }[];
const open: Webhooks[] = [];

beforeEach(async () => {
  dir = await tempDir('webhooks');
  told = [];
  answers = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      told.push({ headers: request.headers, body });
      const { status, location } = answers.shift() ?? { status: 204 };
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?room=1`;
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await dir.remove();
});

function webhooks(options: Partial<WebhookOptions> = {}): Webhooks {
  const made = new Webhooks({
    urls: [url],
    secret: SECRET,
    file: join(dir.path, 'webhooks.json'),
    userAgent: 'Lorekeeper/test',
    clock: systemClock,
    troubles: new Troubles(),
    claims: ALONE,
    backOffMs: [20],
    ...options,
  });
  open.push(made);
  return made;
}

const EVENT = { id: 'msg_1', type: 'dataset.published', data: { universe: 'demo' } } as const;

test('signed as Standard Webhooks say, and each event once', async () => {
  const hooks = webhooks();
  await hooks.tell(EVENT);
  await hooks.tell(EVENT);
  await until(() => Promise.resolve(hooks.counts().delivered === 1));
  expect(told).toHaveLength(1);
  const [{ headers, body }] = told as [Told];
  const verified = new Webhook(SECRET).verify(body, headers as Record<string, string>);
  expect(verified).toMatchObject({ type: 'dataset.published', data: { universe: 'demo' } });
  expect(headers['webhook-id']).toBe('msg_1');
  expect(() => new Webhook(SECRET).verify(`${body} `, headers as Record<string, string>)).toThrow();
});

test('F127 tried again until it is taken, with the same id; said in the troubles meanwhile', async () => {
  answers = [{ status: 500 }, { status: 503 }];
  const troubles = new Troubles();
  const said: number[] = [];
  troubles.events.on('change', () => said.push(troubles.list().length));
  const hooks = webhooks({ troubles });
  await hooks.tell(EVENT);
  await until(() => Promise.resolve(hooks.counts().delivered === 1));
  expect(told.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_1', 'msg_1', 'msg_1']);
  expect(hooks.counts()).toEqual({ delivered: 1, failed: 0, waiting: 0 });
  expect(said).toEqual([1, 0]);
});

test('F127 what was not delivered is delivered after a restart, and nothing twice', async () => {
  answers = [{ status: 500 }];
  const first = webhooks({ backOffMs: [300] });
  await first.tell(EVENT);
  await until(() => Promise.resolve(told.length === 1));
  await first.stop();
  const second = webhooks();
  await second.start();
  await until(() => Promise.resolve(second.counts().delivered === 1));
  await second.tell(EVENT);
  expect(told).toHaveLength(2);
});

test('given up after a day, and at once by who is gone', async () => {
  answers = [{ status: 410 }];
  const hooks = webhooks();
  await hooks.tell(EVENT);
  await until(() => Promise.resolve(hooks.counts().failed === 1));
  expect(hooks.counts().waiting).toBe(0);
  answers = Array.from({ length: 10 }, () => ({ status: 500 }));
  const late = webhooks({ backOffMs: [25 * 3_600_000], file: join(dir.path, 'late.json') });
  await late.tell(EVENT);
  await until(() => Promise.resolve(late.counts().failed === 1));
});

test('what another instance holds is left to it, and what it settled is not told again', async () => {
  const asked: string[] = [];
  const claims: WebhookOptions['claims'] = {
    claim: (id) => {
      asked.push(id);
      return Promise.resolve(asked.length < 3 ? { state: 'theirs', forMs: 10 } : { state: 'settled' });
    },
    settle: () => Promise.resolve(),
  };
  const hooks = webhooks({ claims });
  await hooks.tell(EVENT);
  await until(() => hooks.counts().waiting === 0);
  expect([asked, told]).toEqual([['msg_1', 'msg_1', 'msg_1'], []]);
});

test('told although Postgres is away', async () => {
  const away = () => Promise.reject(new Unreachable('it is away'));
  const hooks = webhooks({ claims: { claim: away, settle: away } });
  await hooks.tell(EVENT);
  await until(() => hooks.counts().delivered === 1);
  expect(told).toHaveLength(1);
});

test('goes to the address that is configured, and nowhere else', async () => {
  const elsewhere = createServer((_, response) => response.end());
  let asked = 0;
  elsewhere.on('request', () => asked++);
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const other = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  answers = [
    { status: 307, location: other },
    { status: 302, location: '/other' },
  ];
  const hooks = webhooks();
  await hooks.tell(EVENT);
  await until(() => Promise.resolve(hooks.counts().delivered === 1));
  expect(told).toHaveLength(3);
  expect(asked).toBe(0);
  await new Promise((resolve) => elsewhere.close(resolve));
});

test('a publication is told with what it changed; one that is served again is not', async () => {
  const hooks = webhooks();
  let key = 'b'.repeat(32);
  const catalogue = {
    servable: () => ['demo'],
    current: () => ({ directory: { info: { key }, count: 5 } }) as never,
  };
  const changes = {
    async *leadingTo(_universe: string, to: string) {
      const kinds = ['created', 'created', 'deleted'] as const;
      const list = kinds.map((change, id) => ({ id, title: 't', change }));
      if (to.startsWith('b')) yield { from: 'a'.repeat(32), to, at: 1, changes: list };
    },
  };
  const announcements = new Announcements(hooks, catalogue, changes);
  await announcements.look();
  key = 'a'.repeat(32);
  await announcements.look();
  key = 'b'.repeat(32);
  await announcements.look();
  await until(() => Promise.resolve(hooks.counts().delivered === 2));
  const data = told.map(({ body }) => (JSON.parse(body) as { data: Record<string, unknown> }).data);
  data.sort((a, b) => String(b.to).localeCompare(String(a.to)));
  expect(data).toEqual([
    {
      universe: 'demo',
      from: 'a'.repeat(32),
      to: 'b'.repeat(32),
      created: 2,
      updated: 0,
      deleted: 1,
      changes_url: `/api/v1/wiki/demo/changes?since=${'a'.repeat(32)}`,
    },
    { universe: 'demo', from: null, to: 'a'.repeat(32), created: 5, updated: 0, deleted: 0, changes_url: null },
  ]);
});
