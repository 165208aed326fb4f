import { Database } from '../../src/database/database';
import { WebhookRepository } from '../../src/database/repositories/webhook.repository';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { configOf } from './config-of';

const ADDRESS = 'https://receiver.example/hook?token=secret';

describe('which instance delivers a webhook', () => {
  let postgres: TestPostgres;
  let database: Database;
  const instance = (name: string) => new WebhookRepository(database, name);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = new Database(configOf(postgres.url));
    database.start();
    await database.whenUp(20_000);
  }, 60_000);
  afterAll(async () => {
    await database.stop();
    await postgres.stop();
  });

  it('the one that claims it first, until it is settled; of several at once exactly one', async () => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) => instance(`i${n}`).claim('msg_1', ADDRESS, 60_000)),
    );
    expect(claims.filter(({ state }) => state === 'ours')).toHaveLength(1);
    const holder = instance(`i${claims.findIndex(({ state }) => state === 'ours')}`);
    expect(claims.find(({ state }) => state === 'theirs')).toMatchObject({ forMs: expect.any(Number) as number });
    expect(await holder.claim('msg_1', ADDRESS, 60_000)).toEqual({ state: 'ours' });
    expect(await instance('other').claim('msg_1', 'https://other.example/', 60_000)).toEqual({ state: 'ours' });
    await holder.settle('msg_1', ADDRESS);
    expect(await instance('other').claim('msg_1', ADDRESS, 60_000)).toEqual({ state: 'settled' });
    expect(await holder.claim('msg_1', ADDRESS, 60_000)).toEqual({ state: 'settled' });
  });

  it('another one, where the holder is gone', async () => {
    await instance('dead').claim('msg_2', ADDRESS, 0);
    expect(await instance('alive').claim('msg_2', ADDRESS, 60_000)).toEqual({ state: 'ours' });
    expect(await instance('dead').claim('msg_2', ADDRESS, 60_000)).toMatchObject({ state: 'theirs' });
  });

  it('keeps no address', async () => {
    expect(JSON.stringify(await postgres.query('SELECT * FROM lorekeeper_webhooks'))).not.toContain('secret');
  });
});
