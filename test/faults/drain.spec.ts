import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithService } from '../harness/describe-with-service';
import { ServiceHome, TestService } from '../harness/service';

const PATHS = ['/api/v1/wiki/canon/summary', '/api/v1/wiki/demo/search?q=a', '/live', '/api/v1/wiki/canon/all'];
const DRAIN_SECONDS = '2';

interface Tally {
  answered: number;
  /** Requests on a connection that was not said to close, without a whole answer. */
  lost: string[];
  /** Answers after the signal that did not say that the connection closes. */
  kept: number;
}

/** A client that keeps its connection, and opens another only after it was told to. Ends when none can be opened. */
async function askUntilRefused(url: string, tally: Tally, isAsked: () => boolean): Promise<void> {
  for (let turn = 0; ;) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (!isOpen) return;
    socket.on('error', () => undefined);
    for (let isKept = true; isKept; turn++) {
      const wasAsked = isAsked();
      const answer = await ask(socket, PATHS[turn % PATHS.length] ?? '/');
      if (answer === null) tally.lost.push(wasAsked ? 'after the signal' : 'before the signal');
      else tally.answered++;
      isKept = answer !== null && !/^connection: close/im.test(answer);
      if (wasAsked && isKept) tally.kept++;
    }
    socket.destroy();
  }
}

/** The head of a whole answer, or null. */
function ask(socket: ReturnType<typeof connect>, path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1]);
      if (end < 0 || text.length < end + 4 + length) return;
      done(text.slice(0, end));
    };
    const onEnd = () => done(null);
    const done = (head: string | null) => {
      socket.off('data', onData).off('close', onEnd);
      resolve(head);
    };
    socket.on('data', onData).on('close', onEnd);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  });
}

describeWithService('F63 after SIGTERM', () => {
  let home: ServiceHome;
  let service: TestService;
  beforeEach(async () => {
    home = new ServiceHome();
    service = await TestService.start(home, { env: { DRAIN_SECONDS } });
    await service.completed();
  }, 60_000);
  afterEach(async () => {
    await service.kill9();
    home.remove();
  });

  it('everything is answered, every answer says that the connection closes, and nothing is lost', async () => {
    const tally: Tally = { answered: 0, lost: [], kept: 0 };
    let isAsked = false;
    const clients = Array.from({ length: 20 }, () => askUntilRefused(service.url, tally, () => isAsked));
    await sleep(500);
    service.child.kill('SIGTERM');
    await service.logged(/Shutting down/);
    isAsked = true;
    const ready = await service.get('/ready');
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    expect((await service.get('/api/v1/wiki/canon/summary')).status).toBe(200);
    await Promise.all(clients);
    expect(await service.ended(15_000)).toEqual({ code: 0, signal: null });
    expect(tally).toMatchObject({ lost: [], kept: 0 });
    expect(tally.answered).toBeGreaterThan(100);
  }, 60_000);

  it('listeners of events are told until the end, and do not hold it up', async () => {
    let text = '';
    const ended = new Promise<void>((resolve, reject) => {
      request(`${service.url}/prefetch/events`, (answer) => {
        answer.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve());
        answer.on('error', reject);
      })
        .on('error', reject)
        .end();
    });
    while (!text.includes('data:')) await sleep(20);
    const { code, ms } = await service.stop();
    await ended;
    expect(code).toBe(0);
    expect(ms).toBeGreaterThanOrEqual(Number(DRAIN_SECONDS) * 1000);
    expect(ms).toBeLessThan(10_000);
  }, 60_000);

  it('a second signal ends the process at once', async () => {
    service.child.kill('SIGTERM');
    await service.logged(/Shutting down/);
    service.child.kill('SIGTERM');
    expect(await service.ended(1500)).toEqual({ code: 1, signal: null });
  }, 60_000);
});

describeWithService('F63 SIGTERM soon after the start', () => {
  it.each([50, 200, 400, 700])(
    'after %i ms leaves nothing behind',
    async (ms) => {
      const home = new ServiceHome();
      const service = await TestService.start(home, { env: { DRAIN_SECONDS: '0' }, waitUntilReady: false });
      await sleep(ms);
      service.child.kill('SIGTERM');
      const { code, signal } = await service.ended(10_000);
      expect(code ?? signal).toEqual(code === null ? 'SIGTERM' : 0);
      home.remove();
    },
    30_000,
  );
});

describeWithService('F112 a start that cannot be', () => {
  it('says in one sentence that the port is in use', async () => {
    const home = new ServiceHome();
    const first = await TestService.start(home);
    const port = new URL(first.url).port;
    const second = await TestService.start(home, { env: { PORT: port }, waitUntilReady: false });
    expect(await second.ended(20_000)).toEqual({ code: 1, signal: null });
    const said = second.noise.trim().split('\n');
    expect(said).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is in use .*PORT`))]);
    expect(second.errors()).toEqual(said);
    await first.stop();
    home.remove();
  }, 60_000);
});
