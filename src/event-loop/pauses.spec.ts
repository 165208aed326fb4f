import { Pauses } from './pauses';

test('work that never waits lets others in between', async () => {
  const pauses = new Pauses();
  let turns = 0;
  let working = true;
  const count = (): void => {
    turns++;
    if (working) setImmediate(count);
  };
  setImmediate(count);
  for (let piece = 0; piece < 20; piece++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    await pauses.due();
  }
  working = false;
  expect(turns).toBeGreaterThanOrEqual(5);
});

test('many who work at the same time hold up a turn no longer than one', async () => {
  let longestMs = 0;
  let last = performance.now();
  let working = true;
  const watch = (): void => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
    if (working) setImmediate(watch);
  };
  setImmediate(watch);
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const pauses = new Pauses();
      for (let piece = 0; piece < 20; piece++) {
        const end = performance.now() + 0.5;
        while (performance.now() < end);
        const pause = pauses.due();
        if (pause) await pause;
      }
    }),
  );
  working = false;
  expect(longestMs).toBeLessThan((performance.now() - began) / 3);
});

test('no pause is due at once', async () => {
  await new Promise((resolve) => setImmediate(resolve));
  expect(new Pauses().due()).toBeUndefined();
});
