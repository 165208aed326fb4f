import { FakeClock } from '../../test/harness/fake-clock';
import { LoadRetries } from './load-retries';

const OPTIONS = { force: true, allowShrink: true };

function retries() {
  const clock = new FakeClock();
  const startedAt = clock.now();
  const server = { isWritable: true };
  const again: { universe: string; seconds: number }[] = [];
  const asked: unknown[] = [];
  const one = new LoadRetries({
    clock,
    isWritable: () => server.isWritable,
    again: (universe, options) => {
      again.push({ universe, seconds: (clock.now() - startedAt) / 1000 });
      asked.push(options);
    },
  });
  const tick = async (times = 1) => {
    for (let i = 0; i < times; i++) {
      clock.advanceToNext();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { one, clock, server, again, asked, tick };
}

describe('loads that did not happen', () => {
  it('F47 are tried again by themselves, less and less often, without forcing anything', async () => {
    const { one, again, asked, tick } = retries();
    for (let round = 0; round < 6; round++) {
      one.note('demo', OPTIONS, 'away');
      await tick();
    }
    expect(again.map(({ seconds }) => seconds)).toEqual([5, 15, 35, 75, 135, 195]);
    expect(asked[0]).toEqual({ force: false, allowShrink: true });
    expect(one.has('demo')).toBe(true);
    one.settle('demo');
    expect(one.has('demo')).toBe(false);
    one.note('demo', OPTIONS, 'away');
    await tick();
    expect(again.at(-1)).toEqual({ universe: 'demo', seconds: 200 });
  });

  it('wait for a Postgres that takes data', async () => {
    const { one, server, again, tick } = retries();
    server.isWritable = false;
    one.note('demo', OPTIONS, 'away');
    await tick(10);
    expect(again).toEqual([]);
    server.isWritable = true;
    await tick();
    expect(again).toEqual([{ universe: 'demo', seconds: 55 }]);
  });

  it('F59 wait a minute where the disk is full', async () => {
    const { one, again, tick } = retries();
    one.note('demo', OPTIONS, 'disk_full');
    await tick();
    expect(again).toEqual([{ universe: 'demo', seconds: 60 }]);
  });

  it('are left alone where the data were refused, where they were made up for, and after the end', async () => {
    const { one, again, tick } = retries();
    one.note('refused', OPTIONS, 'refused');
    one.note('settled', OPTIONS, 'away');
    one.settle('settled');
    one.note('stopped', OPTIONS, 'away');
    one.stop();
    await tick(5);
    expect(again).toEqual([]);
    expect(one.has('refused')).toBe(false);
  });
});
