import { Problem } from '../../problem/problem';
import { Turnstile } from './turnstile';

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('F77 runs only so much in a turn of the event loop, so that others get between', async () => {
  const turnstile = new Turnstile();
  const order: string[] = [];
  const heavy = Array.from({ length: 5 }, (_, index) =>
    turnstile.run(() => {
      busyFor(4);
      order.push(`heavy ${index}`);
    }),
  );
  const light = (async () => {
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    order.push('light');
  })();
  await Promise.all([...heavy, light]);
  expect(order.filter((one) => one.startsWith('heavy'))).toEqual([0, 1, 2, 3, 4].map((index) => `heavy ${index}`));
  expect(order.indexOf('light')).toBeLessThan(order.indexOf('heavy 4'));
});

test('runs what costs little in the same turn', async () => {
  const turnstile = new Turnstile();
  let ran = 0;
  const all = Array.from({ length: 40 }, () => turnstile.run(() => ran++));
  expect(ran).toBe(1);
  for (let turn = 0; turn < 10 && ran < 40; turn++) await nextTurn();
  expect(ran).toBe(40);
  expect(await Promise.all(all)).toEqual(Array.from({ length: 40 }, (_, index) => index));
});

test('hands the failure of work to whoever asked for it, and goes on', async () => {
  const turnstile = new Turnstile();
  const fail = () => {
    throw new Error('a bug');
  };
  expect(() => turnstile.run(fail)).toThrow('a bug');
  const outcomes = await Promise.allSettled([turnstile.run(fail), turnstile.run(() => 'fine')]);
  expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'fine' }]);
});

test('F77 refuses whoever would wait too long, and recovers', async () => {
  const turnstile = new Turnstile({ maxWaiting: 2, maxWaitMs: 1000 });
  const ran = [turnstile.run(() => 1), turnstile.run(() => 2), turnstile.run(() => 3)];
  const refused = () => turnstile.run(() => 4);
  expect(refused).toThrow(Problem);
  try {
    void refused();
  } catch (error) {
    expect(error).toMatchObject({ code: 'OVERLOADED', extra: { retryAfterSeconds: 1 } });
  }
  expect(await Promise.all(ran)).toEqual([1, 2, 3]);
  await nextTurn();
  expect(turnstile.run(() => 5)).toBe(5);
});

test('F77 estimates the wait by how long turns take', async () => {
  const turnstile = new Turnstile({ maxWaiting: 1000, maxWaitMs: 20 });
  await Promise.all(Array.from({ length: 6 }, () => turnstile.run(() => busyFor(15))));
  const waiting: unknown[] = [];
  expect(() => {
    for (let i = 0; i < 20; i++) waiting.push(turnstile.run(() => undefined));
  }).toThrow(Problem);
  await Promise.all(waiting);
});

test('does not refuse anybody because the whole process was held up once', async () => {
  const turnstile = new Turnstile({ maxWaiting: 1000, maxWaitMs: 1000 });
  await turnstile.run(() => busyFor(1500));
  await nextTurn();
  const answers = Array.from({ length: 60 }, (_, index) => turnstile.run(() => index));
  expect(await Promise.all(answers)).toHaveLength(60);
});
