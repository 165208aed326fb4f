import { CrawlStopped } from '../../mediawiki/api/crawl-stopped';
import { FakeClock } from '../../../test/harness/fake-clock';
import { RefreshSchedule } from './refresh-schedule';
import type { Filled } from './fill-task';

const UNCHANGED: Filled = { status: 'filled', articles: 0, fetched: 0, deleted: 0, requests: 3, isChanged: false };
const CHANGED = { ...UNCHANGED, isChanged: true };

function schedule(everyMs: number, refresh: (universe: string) => Promise<Filled>) {
  const clock = new FakeClock();
  const changed: string[] = [];
  const asked: string[] = [];
  const one = new RefreshSchedule({
    everyMs,
    clock,
    universes: () => ['a', 'b'],
    refresh: (universe) => {
      asked.push(universe);
      return refresh(universe);
    },
    onChanged: (universe) => changed.push(universe),
  });
  const tick = async () => {
    clock.advanceToNext();
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { one, clock, changed, asked, tick };
}

describe('refresh schedule', () => {
  it('refreshes each universe every so often and tells what changed', async () => {
    const { one, changed, asked, tick } = schedule(60_000, (universe) =>
      Promise.resolve(universe === 'b' ? CHANGED : UNCHANGED),
    );
    one.start();
    await tick();
    await tick();
    expect(asked).toEqual(['a', 'b', 'a', 'b']);
    expect(changed).toEqual(['b', 'b']);
    await one.stop();
  });

  it('is off by default', async () => {
    const { one, clock } = schedule(0, () => Promise.resolve(UNCHANGED));
    one.start();
    expect(clock.sleeping).toBe(0);
    await one.stop();
  });

  it('F68 survives what a refresh throws, and leaves a wiki that blocks alone for an hour', async () => {
    const { one, asked, tick } = schedule(60_000, (universe) =>
      Promise.reject(universe === 'a' ? new CrawlStopped('blocked', 'x') : new Error('y')),
    );
    one.start();
    for (let i = 0; i < 3; i++) await tick();
    expect(asked).toEqual(['a', 'b', 'b', 'b']);
    await one.stop();
  });
});
