import { Problem } from '../../problem/problem';
import { Turnstile } from './turnstile';

test('F77 lets one in a turn of the event loop, so that others get between', async () => {
  const turnstile = new Turnstile();
  const order: string[] = [];
  const heavy = Array.from({ length: 5 }, async (_, index) => {
    await turnstile.enter();
    order.push(`heavy ${index}`);
  });
  const light = (async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    order.push('light');
  })();
  await Promise.all([...heavy, light]);
  expect(order.indexOf('light')).toBeLessThan(order.indexOf('heavy 4'));
});

test('F77 refuses whoever would wait too long, and recovers', async () => {
  const turnstile = new Turnstile({ maxWaiting: 2, maxWaitMs: 1000 });
  const entered = [turnstile.enter(), turnstile.enter(), turnstile.enter()];
  const refused = () => turnstile.enter();
  expect(refused).toThrow(Problem);
  try {
    void refused();
  } catch (error) {
    expect(error).toMatchObject({ code: 'OVERLOADED', extra: { retryAfterSeconds: 1 } });
  }
  await Promise.all(entered);
  await new Promise((resolve) => setImmediate(resolve));
  expect(() => turnstile.enter()).not.toThrow();
});

test('F77 estimates the wait by how long turns take', async () => {
  const turnstile = new Turnstile({ maxWaiting: 1000, maxWaitMs: 20 });
  const slow = async () => {
    await turnstile.enter();
    const until = performance.now() + 15;
    while (performance.now() < until);
  };
  await Promise.all([slow(), slow(), slow(), slow(), slow(), slow()]);
  const waiting: unknown[] = [];
  expect(() => {
    for (let i = 0; i < 20; i++) waiting.push(turnstile.enter());
  }).toThrow(Problem);
  await Promise.all(waiting);
});
