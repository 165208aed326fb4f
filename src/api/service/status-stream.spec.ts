import { EventEmitter } from 'node:events';

import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { StatusStream } from './status-stream';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Longer than what a connection takes from its sender unread. */
const PADDING = 'x'.repeat(8_000_000);

class ChangingPrefetch {
  readonly events = new EventEmitter();
  count = 0;

  constructor(private readonly padding: string) {}

  status() {
    return { count: this.count, padding: this.padding };
  }

  change(): void {
    this.count++;
    this.events.emit('change');
  }
}

describe('StatusStream', () => {
  let server: Server;
  let stream: StatusStream;
  let responses: ServerResponse[];
  let sockets: Socket[];

  async function serve(prefetch: ChangingPrefetch): Promise<void> {
    responses = [];
    sockets = [];
    stream = new StatusStream(prefetch as never);
    server = createServer((_request, response) => {
      responses.push(response);
      stream.open(response, {}, undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  afterEach(() => {
    stream.close();
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });

  /** What a client has read: the counts of the events that came whole. */
  async function open(): Promise<{ socket: Socket; counts: () => number[] }> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    const opened = responses.length + 1;
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    while (responses.length < opened) await sleep(5);
    const read = () => Buffer.concat(chunks).toString('latin1');
    return { socket, counts: () => [...read().matchAll(/"count":(\d+),/g)].map(([, count]) => Number(count)) };
  }

  async function until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 500 && !condition(); i++) await sleep(20);
    expect(condition()).toBe(true);
  }

  test('F117 a client that does not read has one event under way and one listener, and then gets the newest status', async () => {
    const prefetch = new ChangingPrefetch(PADDING);
    await serve(prefetch);
    const { socket, counts } = await open();
    socket.pause();
    const response = responses[0]!;
    const before = response.listenerCount('drain');
    for (let i = 0; i < 12; i++) {
      prefetch.change();
      await sleep(130);
    }
    expect(response.writableNeedDrain).toBe(true);
    expect(response.listenerCount('drain')).toBe(before);
    expect(response.writableLength).toBeLessThan(1.5 * PADDING.length);
    socket.resume();
    await until(() => counts().at(-1) === 12);
    await sleep(600);
    expect(counts()).toEqual([0, 12]);
  });

  test('changes without end are four events a second, the first one included', async () => {
    const prefetch = new ChangingPrefetch('');
    await serve(prefetch);
    // Somebody else is being told already when the client comes.
    await open();
    prefetch.change();
    await sleep(100);
    const { counts } = await open();
    const began = performance.now();
    for (let i = 0; i < 100; i++) {
      prefetch.change();
      await sleep(10);
    }
    const events = counts().length;
    expect(events).toBeGreaterThan(1);
    expect(events).toBeLessThanOrEqual(1 + Math.floor((performance.now() - began) / 250));
    await until(() => counts().at(-1) === 101);
  });

  test('who hangs up, reading or not, leaves nothing behind', async () => {
    const prefetch = new ChangingPrefetch(PADDING);
    await serve(prefetch);
    const reading = await open();
    const stalled = await open();
    stalled.socket.pause();
    prefetch.change();
    reading.socket.destroy();
    stalled.socket.destroy();
    await until(() => stream.listeners === 0);
    expect(responses.map((response) => response.listenerCount('drain'))).toEqual(responses.map(() => 0));
    stream.close();
    expect(prefetch.events.listenerCount('change')).toBe(0);
  });
});
