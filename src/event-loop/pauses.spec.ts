import { pauseDue } from './pauses';

function busyFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Counts the turns of the event loop that others get while `work` runs. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isWorking = true;
  const count = (): void => {
    turns++;
    if (isWorking) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isWorking = false;
  return turns;
}

async function longWork(pieces: number): Promise<void> {
  for (let piece = 0; piece < pieces; piece++) {
    busyFor(1);
    await pauseDue();
  }
}

test('work that never waits lets others in between', async () => {
  expect(await turnsDuring(() => longWork(20))).toBeGreaterThanOrEqual(5);
});

test('twenty at once let others in between as often as one of that length', async () => {
  const turns = await turnsDuring(() => Promise.all(Array.from({ length: 20 }, () => longWork(10))));
  expect(turns).toBeGreaterThanOrEqual(50);
});

test('everyone gets on: who came first does not finish before the last has begun', async () => {
  const order: number[] = [];
  const work = async (name: number) => {
    for (let piece = 0; piece < 5; piece++) {
      busyFor(1.5);
      order.push(name);
      await pauseDue();
    }
  };
  await Promise.all([work(1), work(2), work(3)]);
  expect(order).toHaveLength(15);
  expect(order.lastIndexOf(1)).toBeGreaterThan(order.indexOf(3));
});

test('no pause is due at the beginning of a turn', async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(pauseDue()).toBeUndefined();
});
