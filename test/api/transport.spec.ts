import { Logger, type LoggerService } from '@nestjs/common';
import { openSlowSockets, rawRequest } from './raw-http';
import { ADMIN_KEY, startTestWorld, type TestApi } from './test-api';

const SUMMARY = '/api/v1/wiki/canon/summary';
let api: TestApi;

beforeAll(async () => {
  api = await startTestWorld();
});
afterAll(() => api.close());

const problemOf = async (response: Response) => (await response.json()) as { code: string; status: number };

describe('F73 the admin key', () => {
  const run = (headers: Record<string, string>, path = '/prefetch/run') =>
    fetch(api.url + path, { method: 'POST', headers });
  const latin1 = Buffer.from(ADMIN_KEY, 'utf8').toString('latin1');
  const wrong: [string, Record<string, string>, string?][] = [
    ['missing', {}],
    ['empty', { 'x-api-key': '' }],
    ['of the same length', { 'x-api-key': 'x'.repeat(latin1.length) }],
    ['too short', { 'x-api-key': 'x' }],
    ['a prefix', { 'x-api-key': latin1.slice(0, -1) }],
    ['10 KB', { 'x-api-key': 'x'.repeat(10_000) }],
    ['not ASCII', { 'x-api-key': 'é'.repeat(10) }],
    [
      'in the query',
      {},
      `/prefetch/run?api_key=${encodeURIComponent(ADMIN_KEY)}&X-API-Key=${encodeURIComponent(ADMIN_KEY)}`,
    ],
    ['basic', { authorization: `Basic ${Buffer.from(ADMIN_KEY).toString('base64')}` }],
    ['a wrong bearer', { authorization: 'Bearer nope' }],
    ['a wrong key beside a right bearer', { 'x-api-key': 'nope', authorization: `Bearer ${latin1}` }],
  ];

  test.each(wrong)('%s is the same 401', async (...[, headers, path]) => {
    const response = await run(headers, path);
    const body = (await response.json()) as Record<string, unknown>;
    delete body.request_id;
    expect(response.status).toBe(401);
    expect(body).toEqual({
      type: 'urn:lorekeeper:problem:unauthorized',
      title: 'An admin key is required',
      status: 401,
      detail: 'Send the admin key as X-API-Key or as Authorization: Bearer.',
      code: 'UNAUTHORIZED',
    });
  });

  test('twice is a 401, too', async () => {
    const head = 'POST /prefetch/run HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
    const answer = await rawRequest(api.url, `${head}X-API-Key: ${latin1}\r\nX-API-Key: ${latin1}\r\n\r\n`);
    expect(answer.status).toBe(401);
  });

  test('right, as a header or as a bearer beside nothing', async () => {
    expect((await run({ 'x-api-key': latin1 })).status).toBe(202);
    expect((await run({ authorization: `Bearer ${latin1}` })).status).toBe(202);
    expect((await run({ 'x-api-key': latin1, authorization: 'Bearer of-the-game' })).status).toBe(202);
    expect(await (await run({ 'x-api-key': latin1 })).json()).toEqual({ run_id: 'run-1', universe: 'test_world' });
  });

  test('guards every admin route, and GET triggers nothing', async () => {
    api.prefetch.asked.length = 0;
    for (const path of ['/prefetch/run', '/prefetch/cancel', '/api/v1/wiki/cache/invalidate']) {
      expect((await run({}, path)).status).toBe(401);
      const get = await fetch(api.url + path, { headers: { 'x-api-key': latin1 } });
      expect([404, 405]).toContain(get.status);
    }
    expect(api.prefetch.asked).toEqual([]);
  });

  test('is in no answer and in no log line', async () => {
    const lines: string[] = [];
    const sink = (...parts: unknown[]) => lines.push(JSON.stringify(parts));
    Logger.overrideLogger({ log: sink, error: sink, warn: sink, debug: sink, verbose: sink, fatal: sink });
    try {
      await run({ 'x-api-key': 'wrong-secret-1' }, '/prefetch/run?key=wrong-secret-2');
      await run({ authorization: 'Bearer wrong-secret-3' }, '/prefetch/run');
      await run({ 'x-api-key': latin1 });
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      Logger.overrideLogger(false);
    }
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/wrong-secret|a-key-for-tests/);
  });

  test('other routes ignore Authorization', async () => {
    const response = await fetch(api.url + SUMMARY, { headers: { authorization: 'Bearer of-the-game' } });
    expect(response.status).toBe(200);
  });

  test('without a key configured nothing opens the admin routes', async () => {
    const closed = await startTestWorld({ adminApiKey: null });
    for (const key of ['', 'null', 'undefined', '\0', ADMIN_KEY]) {
      const headers: Record<string, string> = key === '\0' ? {} : { 'x-api-key': Buffer.from(key).toString('latin1') };
      const response = await fetch(`${closed.url}/prefetch/run`, { method: 'POST', headers });
      expect(response.status).toBe(401);
    }
    await closed.close();
  });
});

describe('F74 the rate limit', () => {
  let limited: TestApi;
  beforeAll(async () => {
    limited = await startTestWorld({ rateLimitPerMinute: 5 });
  });
  afterAll(() => limited.close());

  test('counts what the cache answers as well, and nobody escapes by X-Forwarded-For', async () => {
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let i = 0; i < 8; i++) {
      last = await fetch(limited.url + SUMMARY, { headers: { 'x-forwarded-for': `198.51.100.${i}` } });
      statuses.push(last.status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(last?.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
    expect(await problemOf(last as Response)).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
    for (const path of ['/health', '/live', '/ready']) expect((await fetch(limited.url + path)).status).toBe(200);
  });
});

describe('F75 what the transport refuses', () => {
  const close = 'Connection: close\r\n\r\n';

  test.each([
    [
      '17 KB of header',
      `GET /live HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(17_000)}\r\n${close}`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['17 KB of address', `GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n${close}`, 431, 'HEADERS_TOO_LARGE'],
    ['garbage', 'nonsense\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'both lengths',
      `POST /prefetch/run HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n${close}abc`,
      400,
      'BAD_REQUEST',
    ],
    ['no host', 'GET /live HTTP/1.1\r\nConnection: close\r\n\r\n', 400, null],
    ['a space in the address', `GET /live x HTTP/1.1\r\nHost: x\r\n${close}`, 400, 'BAD_REQUEST'],
    ['a malformed escape', `GET /live/%zz HTTP/1.1\r\nHost: x\r\n${close}`, 400, 'BAD_REQUEST'],
  ])('%s', async (_name, bytes, status, code) => {
    const answer = await rawRequest(api.url, bytes);
    expect(answer.status).toBe(status);
    if (code === null) return;
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(answer.body)).toMatchObject({ code, status });
    expect(answer.headers['x-request-id']).toBeTruthy();
  });

  const batch = (body: string, type = 'application/json') =>
    fetch(`${api.url}/api/v1/wiki/test_world/articles/batch`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

  test.each([
    ['2 MB', JSON.stringify({ titles: ['x'.repeat(2_000_000)] }), 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
    ['bad JSON', '{', 'application/json', 400, 'BAD_REQUEST'],
    ['JSON of single quotes', "{'titles':[]}", 'application/json', 400, 'BAD_REQUEST'],
    ['JSON with something behind it', '{"titles":[]}]', 'application/json', 400, 'BAD_REQUEST'],
    ['JSON of a depth beyond any parser', '['.repeat(500_000), 'application/json', 400, 'BAD_REQUEST'],
    ['a prototype', '{"__proto__":{"titles":[]}}', 'application/json', 400, 'BAD_REQUEST'],
    ['JSON of another type', '"titles"', 'application/json', 400, 'BAD_PARAMETER'],
    ['an empty body', '', 'application/json', 400, 'BAD_REQUEST'],
    ['null', 'null', 'application/json', 400, 'BAD_PARAMETER'],
    ['another type', '<a/>', 'application/xml', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['F72 __proto__', '{"__proto__":{"polluted":1}}', 'application/json', 400, 'BAD_REQUEST'],
    ['F72 an escaped __proto__', '{"\\u005f_proto__":{"polluted":1}}', 'application/json', 400, 'BAD_REQUEST'],
    ['F72 constructor.prototype', '{"constructor":{"prototype":{"polluted":1}}}', 'application/json', 400, null],
  ])('%s', async (_name, body, type, status, code) => {
    const response = await batch(body, type);
    expect(response.status).toBe(status);
    const problem = await problemOf(response);
    if (code !== null) expect(problem).toMatchObject({ code, status });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('slow headers are hung up on, and do not slow the others', async () => {
    const slow = openSlowSockets(api.url, 200);
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const times: number[] = [];
      for (let i = 0; i < 20; i++) {
        const began = performance.now();
        expect((await fetch(api.url + SUMMARY)).status).toBe(200);
        times.push(performance.now() - began);
      }
      expect(times.sort((a, b) => a - b)[10]).toBeLessThan(100);
    } finally {
      slow.close();
    }
    const hung = await rawRequest(api.url, 'GET /live HTTP/1.1\r\nHost: x\r\nX-Slow: ', 14_000);
    expect(hung.status).toBe(408);
    expect(hung.ms).toBeLessThan(13_000);
  }, 40_000);

  test('a slow body is hung up on', async () => {
    const head =
      'POST /api/v1/wiki/test_world/articles/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const hung = await rawRequest(api.url, `${head}Content-Length: 100\r\n\r\n{`, 19_000);
    expect(hung.status).toBe(408);
    expect(hung.ms).toBeLessThan(18_500);
  }, 40_000);
});

describe('F78 errors, ids and headers', () => {
  test('every answer has the security headers and an id, errors too', async () => {
    for (const path of [
      '/live',
      '/nope',
      SUMMARY,
      SUMMARY,
      '/api/v1/wiki/canon/category/nonsense',
      '/live/%zz',
      '/docs',
    ]) {
      const { headers } = await fetch(api.url + path);
      expect({ path, nosniff: headers.get('x-content-type-options') }).toEqual({ path, nosniff: 'nosniff' });
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[\w.-]+$/);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('a harmless id is echoed, also by the cache; others are replaced', async () => {
    for (let i = 0; i < 2; i++) {
      const echoed = await fetch(api.url + SUMMARY, { headers: { 'x-request-id': 'abc-1' } });
      expect(echoed.headers.get('x-request-id')).toBe('abc-1');
    }
    const replaced = await fetch(api.url + SUMMARY, { headers: { 'x-request-id': 'x'.repeat(1000) } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f]{10}-/);
    const missing = await fetch(`${api.url}/nope`, { headers: { 'x-request-id': 'abc-2' } });
    expect(((await missing.json()) as { request_id: string }).request_id).toBe('abc-2');
  });

  test('a failure inside shows nothing of the inside, and its id is in the log', async () => {
    const lines: string[] = [];
    const sink = (...parts: unknown[]) => lines.push(JSON.stringify(parts));
    Logger.overrideLogger({ log: sink, error: sink, warn: sink });
    const read = jest
      .spyOn(api.catalogue, 'read')
      .mockRejectedValueOnce(new Error('SELECT secret FROM /var/lib/postgres on 10.0.0.7'));
    const response = await fetch(`${api.url}/api/v1/wiki/canon/category/planets?failing=1`, {
      headers: { 'x-request-id': 'failing-1' },
    });
    const text = await response.text();
    read.mockRestore();
    Logger.overrideLogger(false);
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/SELECT|secret|postgres|10\.0\.0\.7|\.ts|at /);
    expect(JSON.parse(text)).toMatchObject({ code: 'INTERNAL', request_id: 'failing-1' });
    expect(lines.join('\n')).toContain('failing-1');
    expect(lines.join('\n')).toContain('SELECT secret');
  });

  test('methods: HEAD, OPTIONS, 405 with Allow, and TRACE', async () => {
    expect((await fetch(`${api.url}/live`, { method: 'HEAD' })).status).toBe(200);
    const options = await fetch(api.url + SUMMARY, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(api.url + SUMMARY, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, OPTIONS']);
      expect(await problemOf(response)).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    }
    const trace = await rawRequest(
      api.url,
      'TRACE /live HTTP/1.1\r\nHost: x\r\nCookie: secret\r\nConnection: close\r\n\r\n',
    );
    expect([404, 405]).toContain(trace.status);
    expect(trace.body).not.toContain('secret');
    expect((await fetch(`${api.url}/nope`, { method: 'POST' })).status).toBe(404);
  });

  test('preflight', async () => {
    const headers = { origin: 'https://game.example', 'access-control-request-method': 'GET' };
    const response = await fetch(`${api.url}/prefetch/status`, { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('GET');
    expect(response.headers.get('access-control-allow-headers')).toContain('Last-Event-ID');
  });

  test('a given list of origins, from the framework and from the cache alike', async () => {
    const listed = await startTestWorld({ corsOrigins: ['https://good.com'] });
    const ask = (origin: string) => fetch(listed.url + SUMMARY, { headers: { origin } });
    for (let round = 0; round < 2; round++) {
      const good = await ask('https://good.com');
      expect(good.headers.get('access-control-allow-origin')).toBe('https://good.com');
      expect(good.headers.get('access-control-expose-headers')).toContain('X-Data-Source');
      expect(good.headers.get('vary')).toContain('Origin');
      for (const origin of ['https://evil', 'null', 'https://good.com.evil']) {
        const evil = await ask(origin);
        expect([evil.status, evil.headers.get('access-control-allow-origin')]).toEqual([200, null]);
        expect(evil.headers.get('vary')).toContain('Origin');
      }
    }
    expect(listed.cache.hits).toBeGreaterThan(0);
    await listed.close();
  });
});

describe('F76 health', () => {
  test('healthy, and degraded while a configured Postgres is away', async () => {
    const health = async () => (await (await fetch(`${api.url}/health`)).json()) as { status: string };
    expect((await health()).status).toBe('healthy');
    api.state.usesPostgres = true;
    expect((await health()).status).toBe('degraded');
    expect(await (await fetch(`${api.url}/ready`)).json()).toEqual({ status: 'degraded' });
    api.state.connected = true;
    expect((await health()).status).toBe('healthy');
    api.state.usesPostgres = false;
    api.state.connected = false;
  });

  test('degraded while something cannot be used, with the reason', async () => {
    api.troubles.set('image_folder', 'IMAGE_CACHE_DIR cannot be opened', { isLogged: true });
    const health = (await (await fetch(`${api.url}/health`)).json()) as object;
    expect(health).toMatchObject({ status: 'degraded', troubles: [{ reason: 'IMAGE_CACHE_DIR cannot be opened' }] });
    expect(await (await fetch(`${api.url}/ready`)).json()).toEqual({ status: 'degraded' });
    api.troubles.clear('image_folder');
    expect(await (await fetch(`${api.url}/health`)).json()).toMatchObject({ status: 'healthy', troubles: [] });
  });

  test('/ready is 503 before anything can be served and while shutting down', async () => {
    const current = jest.spyOn(api.catalogue, 'current').mockReturnValue(null);
    const early = await fetch(`${api.url}/ready`);
    current.mockRestore();
    expect([early.status, (await problemOf(early)).code]).toEqual([503, 'DATA_NOT_READY']);
    expect(early.headers.get('retry-after')).toBe('1');

    const leaving = await startTestWorld();
    leaving.lifecycle.drain();
    const ready = await fetch(`${leaving.url}/ready`);
    expect([ready.status, (await problemOf(ready)).code]).toEqual([503, 'SHUTTING_DOWN']);
    const data = await fetch(leaving.url + SUMMARY);
    expect([data.status, data.headers.get('connection')]).toEqual([200, 'close']);
    expect((await fetch(`${leaving.url}/live`)).status).toBe(200);
    await leaving.close();
  });

  test('F63 closing answers what runs, and is held up neither by kept connections nor by silent ones', async () => {
    const closing = await startTestWorld();
    const silent = rawRequest(closing.url, '', 20_000);
    const kept = rawRequest(closing.url, 'GET /live HTTP/1.1\r\nHost: x\r\n\r\n', 20_000);
    let release = () => undefined as void;
    jest.spyOn(closing.catalogue, 'universes').mockImplementation(async () => {
      await new Promise<void>((resolve) => (release = resolve));
      return [];
    });
    const running = fetch(`${closing.url}/api/v1/wiki/universes`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const began = Date.now();
    const closed = closing.close();
    setTimeout(() => release(), 500);
    expect((await running).status).toBe(200);
    await closed;
    expect(Date.now() - began).toBeLessThan(9_000);
    expect((await kept).status).toBe(200);
    await silent;
  }, 30_000);
});

describe('an address with scheme and host is the same address without', () => {
  const article = '/api/v1/wiki/test_world/characters/Luke%20Skywalker';
  test.each([
    article,
    `${article}?x=1`,
    '/api/v1/wiki/test_world/planets/Tatooine%2FLegends',
    '/api/v1/wiki/canon/summary',
    '/api/v1/wiki/test_world/search?q=luke',
    '/api/v1/wiki/image-proxy?url=ftp%3A%2F%2Fx%2Fy.png',
    '/live',
    '/docs',
    '/nothing/here',
    '/?x=http://y/',
  ])('%s', async (path) => {
    const ask = (target: string) =>
      rawRequest(api.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nX-Request-Id: same\r\nConnection: close\r\n\r\n`);
    const expected = await ask(path);
    expect(expected.status).toBeGreaterThan(0);
    for (const host of ['http://example.com', 'HTTPS://example.com:8443', 'http://[::1]:80']) {
      // Twice, for the second answer may come from the cache.
      for (let round = 0; round < 2; round++) {
        const { status, body } = await ask(host + path);
        expect([host, status, body]).toEqual([host, expected.status, expected.body]);
      }
    }
  });

  test('of the host alone, with and without a query', async () => {
    for (const target of ['http://example.com', 'http://example.com?x=1']) {
      const answer = await rawRequest(api.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { docs: '/docs' }]);
    }
  });
});

describe('the log has', () => {
  const lines: { level: string; method: string; path: string; status: number; request_id: string }[] = [];
  const sink = Object.fromEntries(
    ['log', 'error', 'warn', 'debug'].map((level) => [
      level,
      (line: object, room: string) => room === 'http' && lines.push({ level, ...line } as never),
    ]),
  ) as unknown as LoggerService;
  afterEach(() => {
    lines.length = 0;
    Logger.overrideLogger(false);
  });

  const ask = async (path: string, id: string) => {
    await (await fetch(api.url + path, { headers: { 'x-request-id': id } })).arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 20));
  };

  test('a line for every request when debugging, also for answers from the cache', async () => {
    Logger.overrideLogger(sink);
    Logger.overrideLogger(['log', 'error', 'warn', 'debug']);
    const hits = api.cache.hits;
    for (const id of ['1', '2', '3', '4']) await ask(`${SUMMARY}?secret=1`, id);
    expect(api.cache.hits).toBeGreaterThan(hits);
    expect(lines.map(({ level, path, request_id }) => [level, path, request_id])).toEqual(
      ['1', '2', '3', '4'].map((id) => ['debug', SUMMARY, id]),
    );
  });

  test('only refused, failed and slow ones otherwise, and what is no HTTP', async () => {
    Logger.overrideLogger(sink);
    Logger.overrideLogger(['log', 'error', 'warn']);
    await ask(SUMMARY, 'fine');
    await ask('/nope', 'refused');
    const garbage = await rawRequest(api.url, 'garbage\r\n\r\n');
    expect(lines.map(({ level, request_id }) => [level, request_id])).toEqual([
      ['log', 'refused'],
      ['log', garbage.headers['x-request-id']],
    ]);
  });
});

test('the first page: HTML for browsers, JSON for everyone else', async () => {
  const page = await fetch(`${api.url}/`, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('vary')).toContain('Accept');
  const json = await fetch(`${api.url}/`, { headers: { accept: '*/*' } });
  expect(await json.json()).toEqual({
    message: 'Lorekeeper API',
    version: '0.0.0-test',
    docs: '/docs',
    status: '/prefetch/status',
  });
});

test('the documentation serves its files and no others', async () => {
  for (const path of [
    '/docs',
    '/docs/start.js',
    '/docs/swagger-ui-bundle.js',
    '/docs/swagger-ui.css',
    '/openapi.json',
  ]) {
    expect([path, (await fetch(api.url + path)).status]).toEqual([path, 200]);
  }
  for (const path of ['/docs/package.json', '/docs/..%2f..%2fpackage.json', '/docs/constructor', '/docs/__proto__']) {
    expect([path, (await fetch(api.url + path)).status]).toEqual([path, 404]);
  }
});
