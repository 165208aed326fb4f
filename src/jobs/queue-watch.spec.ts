import type { FailedJob } from './job';
import { JobsUnavailable } from './job';
import type { JobRunner } from './job-runner';
import { QueueWatch } from './queue-watch';

test('follows how many jobs were given up and whether the queue is paused, and tells of each change once', async () => {
  jest.useFakeTimers();
  let listed: () => Promise<FailedJob[]> = async () => [];
  let isPaused = false;
  const watch = new QueueWatch({ listFailed: () => listed(), isPaused: async () => isPaused } as JobRunner);
  const seen: [number | null, boolean | null][] = [];
  watch.events.on('change', () => seen.push([watch.failed, watch.paused]));
  watch.start();
  await jest.advanceTimersByTimeAsync(10_000);
  listed = async () => [{} as FailedJob, {} as FailedJob];
  await jest.advanceTimersByTimeAsync(20_000);
  isPaused = true;
  await watch.look();
  listed = () => Promise.reject(new JobsUnavailable('away'));
  await jest.advanceTimersByTimeAsync(20_000);
  watch.stop();
  listed = async () => [];
  await jest.advanceTimersByTimeAsync(20_000);
  jest.useRealTimers();
  expect(seen).toEqual([
    [2, false],
    [2, true],
    [null, null],
  ]);
});
