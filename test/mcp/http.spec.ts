import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ServerConfig } from '../../src/config/config';
import { MAX_ANSWER_BYTES } from '../../src/mcp/bounded-answer';
import { AllowedCallers } from '../../src/mcp/allowed-callers';
import { TOOLS } from '../../src/mcp/tools';
import { catalogueOver, startApi, TestWorld, type TestApi } from '../api/test-api';
import { testRecords, type TestRecord } from '../api/test-records';
import { hostileRecords, UNSEEN } from './hostile-records';
import { call, connectOverHttp, textOf } from './mcp-client';
import { mcpSuite } from './mcp.suite';

interface Options {
  records?: readonly TestRecord[];
  config?: Partial<ServerConfig>;
  origins?: '*' | string[];
  hosts?: string[];
}

async function startMcp({
  records = testRecords(),
  config,
  origins = '*',
  hosts = [],
}: Options = {}): Promise<TestApi> {
  const world = await TestWorld.create();
  await world.publish('test_world', records);
  const catalogue = catalogueOver(world);
  const api = await startApi(catalogue, config, [[AllowedCallers, new AllowedCallers(origins, hosts)]]);
  const close = async () => {
    await api.close();
    await world.remove();
  };
  return { ...api, close };
}

mcpSuite('over HTTP', async () => {
  const api = await startMcp();
  return { client: await connectOverHttp(api.url), close: api.close };
});

const LIST_TOOLS = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('the endpoint', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startMcp();
  });
  afterAll(() => api.close());

  test('answers a request with JSON and a notification with nothing, with the headers of every answer', async () => {
    const answer = await post(api.url, LIST_TOOLS, { 'x-request-id': 'abc' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toBe('abc');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      jsonrpc: '2.0',
      id: 1,
      result: { tools: expect.any(Array) as unknown },
    });
    const taken = await post(api.url, { jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([taken.status, await taken.text()]).toEqual([202, '']);
  });

  test.each([
    [[LIST_TOOLS, LIST_TOOLS], 400],
    ['{', 400],
    ['null', 400],
    [{ id: 1, method: 'tools/list' }, 400],
    [{ ...LIST_TOOLS, padding: 'x'.repeat(1_100_000) }, 413],
  ])('refuses what is no single message of bounded size', async (body, status) => {
    expect((await post(api.url, body)).status).toBe(status);
  });

  test('has neither streams nor sessions', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(`${api.url}/mcp`, { method, headers: { accept: 'text/event-stream' } });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'OPTIONS, POST']);
    }
  });

  test('a version of the protocol that nobody knows is refused', async () => {
    expect((await post(api.url, LIST_TOOLS, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400);
  });
});

test('counts against the rate limit like every other request', async () => {
  const api = await startMcp({ config: { rateLimitPerMinute: 3 } });
  try {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await post(api.url, LIST_TOOLS)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  } finally {
    await api.close();
  }
});

describe('hostile wiki text', () => {
  let api: TestApi;
  let client: Client;
  beforeAll(async () => {
    api = await startMcp({ records: hostileRecords() });
    client = await connectOverHttp(api.url);
  });
  afterAll(async () => {
    await client.close();
    await api.close();
  });

  test('is quoted, labelled, and cannot be seen as anything but JSON', async () => {
    const result = (await client.callTool({
      name: 'get_article',
      arguments: { title: 'Evil Twin' },
    })) as CallToolResult;
    const text = textOf(result);
    expect(JSON.parse(text)).toEqual(result.structuredContent);
    expect(text.startsWith('{"notice":"Quoted from the wiki of Test World')).toBe(true);
    expect(text).not.toMatch(/[<>\n]/);
    for (const unseen of UNSEEN) expect(JSON.stringify(result)).not.toContain(unseen);
    expect(JSON.stringify(result)).not.toContain('javascript:');
    expect(result.structuredContent).toMatchObject({ title: 'Evil Twin' });
  });

  test('an article that says more than fits is read on, fact by fact, until nothing is missing', async () => {
    const values: string[] = [];
    let next: number | null = 0;
    let answers = 0;
    while (next !== null) {
      const result = (await client.callTool({
        name: 'get_article',
        arguments: { title: 'Endless', first_fact: next },
      })) as CallToolResult;
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
      const { facts, next_fact } = result.structuredContent as {
        facts: { values: string[] }[];
        next_fact: number | null;
      };
      values.push(...facts.flatMap((fact) => fact.values));
      next = next_fact;
      answers++;
    }
    expect(answers).toBeGreaterThan(10);
    expect(values).toHaveLength(3000);
    expect(new Set(values).size).toBe(3000);
  });

  test('no answer is larger than it may be, and what was left out can be asked for', async () => {
    const titles = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: { articles: { title: string }[]; next_cursor: string | null } = await call(client, 'list_articles', {
        limit: 200,
        ...(cursor === null ? {} : { cursor }),
      });
      page.articles.forEach(({ title }) => titles.add(title));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(titles.size).toBe(252);

    for (const [name, args] of [
      ['list_articles', { limit: 200 }],
      ['search_articles', { query: 'long', limit: 50 }],
      ['get_random_article', { seed: 'x' }],
      ['find_places', {}],
      ['list_universes', {}],
    ] as const) {
      const result = await client.callTool({ name, arguments: args });
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    }
    const found = new Set<string>();
    for (let offset: number | null = 0; offset !== null;) {
      const page: { results: { title: string }[]; next_offset: number | null } = await call(client, 'search_articles', {
        query: 'long',
        limit: 50,
        offset,
      });
      page.results.forEach(({ title }) => found.add(title));
      offset = page.next_offset;
    }
    expect(found.size).toBe(250);
  });
});

test('no tool can be asked for anything without bounds', () => {
  for (const { name, input } of TOOLS) {
    const huge = { universe: 'x'.repeat(1e5), query: 'x'.repeat(1e5), title: 'x'.repeat(1e5), planet: 'x'.repeat(1e5) };
    if (name === 'list_universes') continue;
    expect([name, input.safeParse(huge).success]).toEqual([name, false]);
  }
});
