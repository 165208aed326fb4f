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

test('no pause is due at once', () => {
  expect(new Pauses().due()).toBeUndefined();
});
