import { SharedWork } from './shared-work';

test('who asks while it is under way gets the same; afterwards it is done again, also where it failed', async () => {
  const work = new SharedWork<number>();
  let times = 0;
  const count = async () => ++times;
  expect(await Promise.all([work.run('a', count), work.run('a', count), work.run('b', count)])).toEqual([1, 1, 2]);
  const fail = () => Promise.reject(new Error(`failure ${++times}`));
  const [one, other] = await Promise.allSettled([work.run('a', fail), work.run('a', fail)]);
  expect(one).toEqual({ status: 'rejected', reason: new Error('failure 3') });
  expect(other).toEqual(one);
  expect(await work.run('a', count)).toBe(4);
});
