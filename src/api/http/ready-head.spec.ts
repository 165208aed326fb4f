import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { headerLines, KEEP_ALIVE_MS, pairsOf, sendReady } from './ready-head';

const HEADERS = { 'content-type': 'text/plain', 'content-length': '5', 'x-colon': "font-src 'self' https: data:" };
const LINES = headerLines(HEADERS);

/** All that comes back on a connection, but for the date. */
async function exchange(listener: RequestListener, bytes: string): Promise<string> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  socket.write(bytes);
  const received = (await socket.toArray()).join('');
  server.close();
  return received.replace(/Date: [^\r]+ GMT/g, 'Date: now');
}

const LAST = 'Host: x\r\nConnection: close\r\n\r\n';

test.each([
  ['GET', `GET / HTTP/1.1\r\n${LAST}`],
  ['HEAD', `HEAD / HTTP/1.1\r\n${LAST}`],
  ['HTTP 1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ['HTTP 1.0 that goes on', `GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n`],
  ['several at once', `GET / HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(3) + `GET / HTTP/1.1\r\n${LAST}`],
])('%s is answered as writeHead and end would answer', async (_, bytes) => {
  for (const [status, body] of [
    [200, 'a\xe9b\xffc'],
    [200, Buffer.from([1, 2, 3, 4, 255])],
    [304, ''],
  ] as const) {
    const ready = await exchange((_request, response) => sendReady(response, status, LINES, body), bytes);
    const usual = await exchange(
      (_request, response) => response.writeHead(status, pairsOf(LINES)).end(body, 'latin1'),
      bytes,
    );
    expect(ready).toContain(`HTTP/1.1 ${status}`);
    expect(ready).toBe(usual);
  }
});

test('lines and pairs are the same headers', () => {
  expect(pairsOf(LINES)).toEqual(Object.entries(HEADERS).flat());
});

test.each([
  ['x-a', 'b\r\nx-c: d'],
  ['x-a\r\nb', 'c'],
  ['', 'a'],
])('F78 the header %j: %j is refused', (name, value) => {
  expect(() => headerLines({ [name]: value })).toThrow(/[Ii]nvalid|valid HTTP token/);
});
