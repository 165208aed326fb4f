import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startProgram, type RunningProgram } from '../api/program';
import { until } from '../harness/until';
import type { TestRecord } from '../api/test-records';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { seededRandom } from '../harness/seeded-random';
import { Follower } from './follower';

const KEY = 'a-key-for-tests';
const NAMES = [...'abcdefghij'];

/** Articles that come, change, go and come back, with links among each other. */
function someRecords(random: () => number): TestRecord[] {
  const links = NAMES.map((name) => ({ text: name, href: `/wiki/Article_${name}` }));
  const chosen = NAMES.filter(() => random() < 0.6);
  return (chosen.length > 0 ? chosen : ['a']).map((name) => ({
    pageid: name.charCodeAt(0),
    title: `Article ${name}`,
    timestamp: '2026-01-01T00:00:00Z',
    extract: `Version ${Math.floor(random() * 3)} of it.`,
    infobox: {
      type: 'Character',
      fields: [{ label: 'Knows', values: ['them'], links: random() < 0.5 ? links : [] }],
    },
    sections: [{ text: `Text ${Math.floor(random() * 3)} of it.` }],
  }));
}

describe('two instances on one Postgres', () => {
  let postgres: TestPostgres;
  let builder: RunningProgram;
  let other: RunningProgram;
  let receiver: Server;
  /** Ids of the webhooks that arrived, of whichever instance. */
  const told: string[] = [];
  const env = () => ({
    DATABASE_URL: postgres.url,
    ADMIN_API_KEY: KEY,
    WEBHOOK_URLS: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const universe = ({ url }: RunningProgram) => `${url}/api/v1/wiki/test_world`;
  const random = seededRandom();

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      told.push(String(request.headers['webhook-id']));
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    postgres = await startTestPostgres();
    builder = await startProgram(env(), someRecords(random));
    await until(async () => (await versionOf(builder)) !== null);
    // This one has no file of the universe: what it knows, it knows from Postgres.
    other = await startProgram(env(), []);
    await until(async () => (await versionOf(other)) !== null);
  }, 120_000);
  afterAll(async () => {
    await other.close();
    await builder.close();
    await postgres.stop();
    receiver.closeAllConnections();
    receiver.close();
  });

  /** What Postgres serves of the universe there; null while it serves nothing. */
  async function versionOf(program: RunningProgram): Promise<string | null> {
    const response = await fetch(`${universe(program)}/changes`);
    await response.arrayBuffer();
    return response.headers.get('x-data-source') === 'postgres' ? response.headers.get('x-dataset-version') : null;
  }

  /** Publishes by the first instance, and waits until both serve it. */
  async function publish(records: readonly TestRecord[]): Promise<void> {
    const before = await versionOf(builder);
    await builder.write(records);
    const headers = { 'x-api-key': KEY };
    const run = `${builder.url}/prefetch/run?universe=test_world&allow_shrink=true`;
    expect((await fetch(run, { method: 'POST', headers })).status).toBe(202);
    await until(async () => ![null, before].includes(await versionOf(builder)));
    await until(async () => (await versionOf(other)) === (await versionOf(builder)));
  }

  test('a pack and the changes of ten publications are the newest pack, whichever instance is asked', async () => {
    const [step, leap] = await Promise.all([Follower.take(universe(builder)), Follower.take(universe(other))]);
    const old = leap.clone();
    for (let publication = 1; publication <= 10; publication++) {
      // No two alike, so that each is a publication.
      const records = [...someRecords(random), { pageid: 1, title: 'Count', extract: `${publication}.` }];
      await publish(records);
      const [asked, packed] = publication % 2 === 0 ? [builder, other] : [other, builder];
      expect(await step.follow(universe(asked), 1 + Math.floor(random() * 4))).toBe(200);
      expect(step).toEqual(await Follower.take(universe(packed)));
    }
    expect(await leap.follow(universe(other), 3)).toBe(200);
    expect(leap).toEqual(step);
    await publish([{ pageid: 1, title: 'Count', extract: '11.' }]);
    // The eleventh is removed a moment after the newest was added.
    for (const one of [builder, other]) await until(async () => (await old.clone().follow(universe(one), 500)) === 410);
    expect(await step.follow(universe(other), 500)).toBe(200);
    expect(step).toEqual(await Follower.take(universe(other)));
    // Each publication was told once, although both instances wanted to.
    const settled = 'SELECT count(*)::int AS n FROM lorekeeper_webhooks WHERE is_settled';
    await until(async () => (await postgres.query<{ n: number }>(settled))[0]!.n === 12);
    expect(new Set(told).size).toBe(12);
    expect(told).toHaveLength(12);
  }, 240_000);
});
