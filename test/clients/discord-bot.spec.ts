import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { startDemoApi } from '../api/demo-api';
import type { TestApi } from '../api/test-api';

const BOT = join(__dirname, '../../examples/discord-bot/bot.mjs');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const PUBLIC_KEY = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');

interface Answer {
  type: number;
  data: {
    choices: { name: string; value: string }[];
    content?: string;
    embeds: { title: string; fields: unknown[] }[];
    allowed_mentions: object;
    flags?: number;
  };
}

let api: TestApi;
let bot: ChildProcess;
let url: string;

beforeAll(async () => {
  api = await startDemoApi();
  const env = { ...process.env, DISCORD_PUBLIC_KEY: PUBLIC_KEY, LORE_URL: api.url, LORE_UNIVERSE: 'demo', PORT: '0' };
  bot = spawn(process.execPath, [BOT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(bot.stdout!, 'data')) as [Buffer];
  url = `http://127.0.0.1:${/\d+/.exec(line.toString())?.[0]}`;
}, 60_000);
afterAll(async () => {
  bot?.kill();
  await api?.close();
});

/** Posts an interaction as Discord does. */
function post(interaction: object, tamper: { timestamp?: string; signature?: string } = {}): Promise<Response> {
  const body = JSON.stringify(interaction);
  const timestamp = '1790000000';
  const signature = tamper.signature ?? sign(null, Buffer.from(timestamp + body), privateKey).toString('hex');
  const headers = { 'x-signature-ed25519': signature, 'x-signature-timestamp': tamper.timestamp ?? timestamp };
  return fetch(url, { method: 'POST', headers, body });
}

const command = (type: number, value: string) => ({
  type,
  data: { name: 'lore', options: [{ name: 'name', type: 3, value, focused: type === 4 }] },
});
const answerTo = async (interaction: object) => (await (await post(interaction)).json()) as Answer;

test('answers a ping, and refuses what Discord did not sign', async () => {
  expect(await answerTo({ type: 1 })).toEqual({ type: 1 });
  expect((await post({ type: 1 }, { timestamp: '1790000001' })).status).toBe(401);
  expect((await post({ type: 1 }, { signature: '00'.repeat(64) })).status).toBe(401);
  expect((await post({ type: 1 }, { signature: 'nonsense' })).status).toBe(401);
});

test('suggests while a person types', async () => {
  const { type, data } = await answerTo(command(4, 'ors'));
  expect(type).toBe(8);
  expect(data.choices[0]).toEqual({ name: 'Orsa Quill', value: 'Orsa Quill' });
  expect(data.choices.length).toBeLessThanOrEqual(25);
  expect((await answerTo(command(4, ''))).data.choices).toEqual([]);
});

test('answers with an embed that mentions nobody', async () => {
  const { type, data } = await answerTo(command(2, 'orsa quil'));
  expect(type).toBe(4);
  expect(data.embeds[0]?.title).toBe('Orsa Quill');
  expect(data.allowed_mentions).toEqual({ parse: [] });
});

test('says so where there is nothing by that name, or no name', async () => {
  for (const name of ['qqqqqqqqq', '  ']) {
    expect((await answerTo(command(2, name))).data).toEqual({
      content: 'Nothing by that name.',
      flags: 64,
      allowed_mentions: { parse: [] },
    });
  }
});
