import fc from 'fast-check';
import { startTestWorld, type TestApi, type TestWorld } from '../api/test-api';
import type { TestRecord } from '../api/test-records';
import { Follower, type ChangesPage } from './follower';

const UNIVERSE = 'test_world';

let api: TestApi & { world: TestWorld };
beforeEach(async () => {
  api = await startTestWorld({}, { records: world({ a: 1, b: 1 }) });
});
afterEach(() => api.close());

/** Articles by name, each with a text of its version and links to all others, which lead nowhere where there are none. */
function world(versions: Record<string, number>): TestRecord[] {
  const links = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ text: name, href: `/wiki/Article_${name}` }));
  return Object.entries(versions).map(([name, version]) => ({
    pageid: name.charCodeAt(0),
    title: `Article ${name}`,
    extract: `Version ${version} of it.`,
    infobox: { type: 'Character', fields: [{ label: 'Knows', values: ['them'], links: name < 'd' ? links : [] }] },
  })) as unknown as TestRecord[];
}

const universe = () => `${api.url}/api/v1/wiki/${UNIVERSE}`;
const ask = (query: string) => fetch(`${universe()}/changes?${query}`);
const askPage = async (query: string) => (await ask(query)).json() as Promise<ChangesPage>;

async function version(): Promise<string> {
  const response = await fetch(`${api.url}/api/v1/wiki/universes`);
  return ((await response.json()) as { dataset_version: string }[])[0]!.dataset_version;
}

// fast-check prints its seed where it fails; SEED repeats it.
test('a copy that follows ten publications is the newest one, article by article', async () => {
  const versions = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: 1, max: 3 }), {
    minKeys: 1,
    noNullPrototype: true,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(versions, { minLength: 10, maxLength: 10 }),
      fc.integer({ min: 1, max: 4 }),
      async (all, limit) => {
        await api.world.publish(UNIVERSE, world({ a: 1, b: 1 }));
        const step = await Follower.take(universe());
        const leap = step.clone();
        for (const one of all) {
          await api.world.publish(UNIVERSE, world(one));
          await step.follow(universe(), limit);
          expect(step).toEqual(await Follower.take(universe()));
        }
        await leap.follow(universe(), limit);
        expect(leap).toEqual(step);
      },
    ),
    { numRuns: 8, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
  );
}, 120_000);

test('who is up to date hears of nothing; who is too far behind, of the pack', async () => {
  const first = await version();
  expect(await askPage(`since=${first}`)).toMatchObject({
    from: first,
    to: first,
    total: 0,
    items: [],
    next_cursor: null,
  });
  for (let n = 2; n <= 12; n++) {
    await api.world.publish(UNIVERSE, world({ a: n, b: 1 }));
    const response = await ask(`since=${first}`);
    expect([n, response.status]).toEqual([n, n <= 11 ? 200 : 410]);
    if (n > 11) expect(await response.json()).toMatchObject({ code: 'CHANGES_GONE', dataset_version: await version() });
  }
  expect((await ask(`since=${'0'.repeat(32)}`)).status).toBe(410);
  expect((await ask('since=../../etc')).status).toBe(410);
  expect(await askPage('')).toMatchObject({ to: await version(), total: 0 });
  expect((await ask(`since=${first}&cursor=nonsense`)).status).toBe(410);
  expect((await ask(`since=${await version()}&cursor=nonsense`)).status).toBe(400);
});

test('an article that is the same for itself counts as updated where its links lead elsewhere', async () => {
  const before = await version();
  await api.world.publish(UNIVERSE, world({ a: 1, b: 1, d: 1 }));
  expect((await askPage(`since=${before}`)).items).toEqual([
    { id: 97, title: 'Article a', change: 'updated' },
    { id: 98, title: 'Article b', change: 'updated' },
    { id: 100, title: 'Article d', change: 'created' },
  ]);
});

test('the way back: files that answer with what was published before', async () => {
  const older = await Follower.take(universe());
  await api.world.publish(UNIVERSE, world({ b: 2, c: 1 }));
  const newer = await Follower.take(universe());
  await api.world.publish(UNIVERSE, world({ a: 1, b: 1 }));
  expect(await version()).toBe(older.version);
  await newer.follow(universe(), 10);
  expect(newer).toEqual(older);
});
