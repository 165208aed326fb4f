import { FailedJobs } from './failed-jobs';
import type { FailedJob } from './job';
import { JobsUnavailable } from './job';
import type { JobRunner } from './job-runner';

test('follows how many jobs were given up, and tells of each change once', async () => {
  jest.useFakeTimers();
  let listed: () => Promise<FailedJob[]> = async () => [];
  const failed = new FailedJobs({ listFailed: () => listed() } as JobRunner);
  const seen: (number | null)[] = [];
  failed.events.on('change', () => seen.push(failed.count));
  failed.start();
  await jest.advanceTimersByTimeAsync(10_000);
  listed = async () => [{} as FailedJob, {} as FailedJob];
  await jest.advanceTimersByTimeAsync(20_000);
  listed = () => Promise.reject(new JobsUnavailable('away'));
  await jest.advanceTimersByTimeAsync(20_000);
  failed.stop();
  listed = async () => [];
  await jest.advanceTimersByTimeAsync(20_000);
  jest.useRealTimers();
  expect(seen).toEqual([2, null]);
});
