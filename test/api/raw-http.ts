import { connect, type Socket } from 'node:net';

/** What came back on a raw connection. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds until the other side hung up or `untilClosed` gave up. */
  ms: number;
}

/** Sends bytes as they are and reads until the server closes or has been silent for `silenceMs`. */
export function rawRequest(url: string, bytes: string | Buffer, silenceMs = 400): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    const done = () => {
      socket.destroy();
      resolve(parse(received, performance.now() - began));
    };
    socket.setTimeout(silenceMs, done);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('close', done);
    socket.on('error', done);
    socket.write(bytes);
  });
}

function parse(received: string, ms: number): RawAnswer {
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((header) => [header.slice(0, header.indexOf(':')).toLowerCase(), header.slice(header.indexOf(':') + 2)]),
  );
  const body = Buffer.from(rest.join('\r\n\r\n'), 'latin1').toString('utf8');
  return { status: Number(line.split(' ')[1] ?? 0), headers, body, ms };
}

/** Sockets that begin a request and then send a byte a second. */
export function openSlowSockets(url: string, count: number): { close(): void } {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write('GET /live HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    return socket;
  });
  const timer = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('a')), 1000);
  return {
    close() {
      clearInterval(timer);
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
