import { stat } from 'node:fs/promises';
import { within } from './deadline';
import { Unreachable } from './unreachable';

function keepBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('a deadline', () => {
  it('gives the outcome that comes in time, also an error', async () => {
    const giveUp = jest.fn();
    expect(await within(1000, Promise.resolve(7), giveUp)).toBe(7);
    await expect(within(1000, Promise.reject(new Error('no')), giveUp)).rejects.toThrow('no');
    expect(giveUp).not.toHaveBeenCalled();
  });

  it('gives up once, and swallows what the work comes to later', async () => {
    const giveUp = jest.fn();
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => (fail = reject));
    await expect(within(5, work, giveUp, 'all are busy')).rejects.toEqual(new Unreachable('all are busy'));
    fail(new Error('later'));
    await new Promise(setImmediate);
    expect(giveUp).toHaveBeenCalledTimes(1);
  });

  it('does not blame the other side for an event loop that was kept busy', async () => {
    const giveUp = jest.fn();
    const answer = within(20, stat(__filename), giveUp);
    keepBusy(60);
    expect((await answer).isFile()).toBe(true);
    expect(giveUp).not.toHaveBeenCalled();
  });
});
