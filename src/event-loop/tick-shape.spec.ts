import { executionAsyncResource } from 'node:async_hooks';
import { keepTickShape, keptTicks } from './tick-shape';

/** The entry by which the queue calls this. */
const entryOfNow = () => new Promise<object>((resolve) => process.nextTick(() => resolve(executionAsyncResource())));

/** Names of the members, and which are symbols. */
const membersOf = (entry: object) => Reflect.ownKeys(entry).map(String);

describe('the shape of ticks', () => {
  it('is kept alive by an entry of the queue itself', async () => {
    keepTickShape();
    const another = await entryOfNow();
    const [entry] = keptTicks();
    expect(membersOf(entry ?? {})).toEqual(membersOf(another));
    expect(membersOf(another)).toContain('callback');
    expect(entry).not.toBe(another);
  });
});
