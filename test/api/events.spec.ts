import { until } from '../harness/until';
import { startTestWorld, type TestApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await startTestWorld();
});
afterEach(() => api.close());

interface Event {
  id: string;
  data: { progress: { articles_processed: number; stage: string } };
  at: number;
}

/** Listens until closed; events as they come. */
function listen(lastEventId?: string): { events: Event[]; headers: Promise<Headers>; close(): void } {
  const abort = new AbortController();
  const events: Event[] = [];
  const opened = fetch(`${api.url}/prefetch/events`, {
    signal: abort.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });
  const read = async () => {
    const { body } = await opened;
    let text = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        events.push({
          id: /^id: (.*)$/m.exec(block)?.[1] ?? '',
          data: JSON.parse(data) as Event['data'],
          at: Date.now(),
        });
      }
    }
  };
  read().catch(() => undefined);
  return { events, headers: opened.then(({ headers }) => headers), close: () => abort.abort() };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('sends the present status at once, and each change at most four times a second', async () => {
  const stream = listen();
  expect((await stream.headers).get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect((await stream.headers).get('x-request-id')).toBeTruthy();
  await until(() => stream.events.length === 1);
  const status = (await (await fetch(`${api.url}/prefetch/status`)).json()) as unknown;
  expect(stream.events[0]?.data).toEqual(status);
  for (let i = 1; i <= 100; i++) {
    api.prefetch.change({ stage: 'categorizing', articles_processed: i });
    await sleep(10);
  }
  await until(() => stream.events.at(-1)?.data.progress.articles_processed === 100);
  const gaps = stream.events.slice(2).map((event, index) => event.at - (stream.events[index + 1]?.at ?? 0));
  expect(stream.events.length).toBeLessThan(12);
  expect(Math.min(...gaps)).toBeGreaterThan(150);
  expect(new Set(stream.events.map(({ id }) => id)).size).toBe(stream.events.length);
  stream.close();
});

test('resumes after Last-Event-ID: silent where nothing changed, else the present status', async () => {
  const first = listen();
  await until(() => first.events.length === 1);
  const id = first.events[0]?.id ?? '';
  first.close();
  const same = listen(id);
  await same.headers;
  await sleep(300);
  expect(same.events).toEqual([]);
  api.prefetch.change({ articles_processed: 5 });
  await until(() => same.events.length === 1);
  same.close();
  const later = listen(id);
  await until(() => later.events.length === 1);
  expect(later.events[0]?.data.progress.articles_processed).toBe(5);
  later.close();
  const foreign = listen('00000000-1');
  await until(() => foreign.events.length === 1);
  foreign.close();
});

test('closed clients are forgotten, and shutting down ends the open ones', async () => {
  const streams = Array.from({ length: 10 }, () => listen());
  await until(() => streams.every(({ events }) => events.length === 1));
  streams.slice(0, 9).forEach((stream) => stream.close());
  await sleep(100);
  api.prefetch.change({ articles_processed: 1 });
  await until(() => streams[9]?.events.length === 2);
  expect(streams[0]?.events).toHaveLength(1);
  const began = Date.now();
  const again = await startTestWorld();
  await api.close();
  expect(Date.now() - began).toBeLessThan(5000);
  api = again;
});
