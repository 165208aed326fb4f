import { readFileSync, writeFileSync } from 'node:fs';
import { catalogueOver, startApi, TestWorld, type TestApi } from './test-api';

const UNIVERSE = 'test_world';
const planet = (name: string) => ({
  title: name,
  extract: `${name} is a planet.`,
  infobox: { type: 'Planet', fields: [{ label: 'Region', values: [`Region of ${name}`], links: [] }] },
});

describe('F111 a byte that changed on disk', () => {
  let world: TestWorld;
  let api: TestApi;
  beforeEach(async () => {
    world = await TestWorld.create();
    await world.publish(UNIVERSE, ['Endor', 'Hoth', 'Tatooine'].map(planet));
    api = await startApi(catalogueOver(world));
  });
  afterEach(async () => {
    await api.close();
    await world.remove();
  });

  const ask = async (path: string) => {
    const answer = await fetch(`${api.url}/api/v1/wiki/${path}`);
    return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) as unknown };
  };

  /** Changes one letter of the row of Hoth; the file is written in place, as it is open. */
  const damage = () => {
    const { rows: rowsPath } = world.snapshots.find(UNIVERSE)!.paths;
    const bytes = readFileSync(rowsPath);
    const whole = Buffer.from(bytes);
    bytes[bytes.indexOf('Hoth is a planet')]! = 'h'.charCodeAt(0);
    writeFileSync(rowsPath, bytes, { flag: 'r+' });
    return () => writeFileSync(rowsPath, whole, { flag: 'r+' });
  };

  it('in a row is said of the article, and the row is left out of lists', async () => {
    damage();
    expect(await ask(`${UNIVERSE}/planets/Hoth`)).toMatchObject({
      status: 503,
      body: { code: 'ARTICLE_DAMAGED', detail: expect.stringContaining('“Hoth”') },
    });
    expect(await ask(`${UNIVERSE}/planets/Endor`)).toMatchObject({ status: 200, body: { title: 'Endor' } });
    expect((await ask('locations/planets')).body).toMatchObject([{ name: 'Endor' }, { name: 'Tatooine' }]);
    const { body } = await ask(`${UNIVERSE}/search?q=planet`);
    expect(body).toMatchObject({ total: 3, results: [{ title: 'Endor' }, { title: 'Tatooine' }] });
    const { body: page } = await ask(`${UNIVERSE}/articles`);
    expect(page).toMatchObject({ items: [{ title: 'Endor' }, { title: 'Tatooine' }] });
    expect(new Set(world.damage.flatMap(({ source, titles }) => [source, ...titles]))).toEqual(
      new Set(['file', 'Hoth']),
    );
  });

  it('is in no answer that is kept: what is made anew is seen at once', async () => {
    const mend = damage();
    const { headers } = await ask('locations/planets');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
    mend();
    expect((await ask('locations/planets')).body).toHaveLength(3);
  });

  it('in the directory, anywhere, is found before the directory is used', async () => {
    const { directory: directoryPath } = world.snapshots.find(UNIVERSE)!.paths;
    const whole = readFileSync(directoryPath);
    const damaged: unknown[] = [];
    world.snapshots.events.on('damage', (universe) => damaged.push(universe));
    const places = [8, 12, 16, 24, 60, Math.floor(whole.length / 2), whole.indexOf('Tatooine'), whole.length - 1];
    for (const place of places) {
      const bytes = Buffer.from(whole);
      bytes[place]! ^= 1;
      writeFileSync(directoryPath, bytes);
      const before = world.snapshots.find(UNIVERSE);
      expect(await world.snapshots.refresh(UNIVERSE, true)).toBe(before);
    }
    expect(damaged).toHaveLength(places.length);
    writeFileSync(directoryPath, whole);
    await world.snapshots.refresh(UNIVERSE, true);
    expect((await ask('locations/planets')).body).toHaveLength(3);
  });
});
