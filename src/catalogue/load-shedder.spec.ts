import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '../problem/problem';
import { LoadShedder } from './load-shedder';

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

beforeEach(() => nextTurn());

test('F77 runs only so much in a turn of the event loop, so that others get between', async () => {
  const shedder = new LoadShedder();
  const order: string[] = [];
  const heavy = Array.from({ length: 5 }, (_, index) =>
    shedder.run(() => {
      busyFor(4);
      order.push(`heavy ${index}`);
    }),
  );
  const light = (async () => {
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    order.push('light');
  })();
  await Promise.all([...heavy, light]);
  expect(order.filter((one) => one !== 'light')).toEqual([0, 1, 2, 3, 4].map((index) => `heavy ${index}`));
  expect(order.indexOf('light')).toBeLessThan(order.indexOf('heavy 4'));
});

test('hands the failure of work to whoever asked for it, and goes on', async () => {
  const shedder = new LoadShedder();
  const fail = () => {
    busyFor(4);
    throw new Error('a bug');
  };
  expect(() => shedder.run(fail)).toThrow('a bug');
  const outcomes = await Promise.allSettled([shedder.run(fail), shedder.run(() => 'fine')]);
  expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'fine' }]);
});

test('F77 refuses whoever would wait too long, and recovers', async () => {
  const shedder = new LoadShedder(2);
  const work = (value: number) => () => {
    busyFor(4);
    return value;
  };
  const ran = [1, 2, 3].map((value) => shedder.run(work(value)));
  expect(() => shedder.run(work(4))).toThrow(Problem);
  expect(() => shedder.run(work(4))).toThrow(
    expect.objectContaining({ code: 'OVERLOADED', extra: { retryAfterSeconds: 1 } }),
  );
  expect(await Promise.all(ran)).toEqual([1, 2, 3]);
  await nextTurn();
  expect(await shedder.run(work(5))).toBe(5);
});
