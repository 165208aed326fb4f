import { useCallback, useEffect, useState } from 'preact/hooks';
import { adminKey, failedJobs, retryJob, setJobsPaused } from '../api/admin';
import type { FailedJobs, PrefetchStatus } from '../api/types';
import { dateTime, plural } from '../words';

type Act = (work: () => Promise<unknown>, done: string) => void;

const KINDS = { 'image-batch': 'Pictures', crawl: 'Crawl' } as const;

/** Jobs that were given up, with their reasons, and whether the queue goes on; for whoever has the admin key. */
export function Jobs(props: { jobs: PrefetchStatus['jobs']; isLocked: boolean; hasKey: boolean; act: Act }) {
  const { jobs, isLocked, hasKey, act } = props;
  const [list, setList] = useState<FailedJobs | null>(null);
  const load = useCallback(async () => setList(await failedJobs()), []);
  const failed = jobs?.failed ?? 0;
  // A key that this tab knows already shows them at once, and again whenever their number changes.
  useEffect(() => {
    if (adminKey()) load().catch(() => setList(null));
  }, [load, failed]);
  if (!jobs) return null;
  const isPaused = list?.paused ?? jobs.paused === true;
  const why = whyNot({ isLocked, hasKey, isAway: !jobs.connected });
  const press = (work: () => Promise<unknown>, done: string) => () => {
    if (why === null) act(() => work().then(load), done);
  };
  const attributes = { type: 'button', 'aria-disabled': why !== null, 'aria-describedby': 'jobs-note' } as const;
  return (
    <section class="jobs" aria-labelledby="jobs-title">
      <h3 id="jobs-title">Jobs</h3>
      <p>
        {failed > 0 ? `${plural(failed, 'job')} given up.` : 'No job was given up.'}
        {isPaused && ' The queue is paused: what is at work goes on to its end, and nobody begins another job.'}
      </p>
      <div class="control-buttons">
        <button
          class="button is-quiet"
          {...attributes}
          onClick={press(() => Promise.resolve(), 'This is how it is now.')}
        >
          Show failed jobs
        </button>
        <button
          class="button is-quiet"
          {...attributes}
          onClick={press(
            () => setJobsPaused(!isPaused),
            isPaused ? 'The queue goes on.' : 'The queue is paused; what is at work goes on to its end.',
          )}
        >
          {isPaused ? 'Let the queue go on' : 'Pause the queue'}
        </button>
      </div>
      <p class="note" id="jobs-note">
        {why ?? 'A job that is done again keeps what its attempts before have brought.'}
      </p>
      {list && list.jobs.length > 0 && (
        <ul class="job-list">
          {list.jobs.map(({ id, kind, universe, reason, attempts, failed_at }) => (
            <li key={id}>
              <p class="job-reason">{reason}.</p>
              <p class="job-detail">
                {KINDS[kind]} of {universe.replaceAll('_', ' ')} · {dateTime(failed_at)}
                {attempts > 0 && ` · ${plural(attempts, 'attempt')}`}
              </p>
              <button
                class="button is-quiet"
                {...attributes}
                aria-label={`Do it again: ${KINDS[kind]} of ${universe}, ${dateTime(failed_at)}`}
                onClick={press(() => retryJob(id), 'The job is in the queue again.')}
              >
                Do it again
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Why the buttons cannot be pressed; null where they can. */
function whyNot({ isLocked, hasKey, isAway }: { isLocked: boolean; hasKey: boolean; isAway: boolean }): string | null {
  if (isLocked)
    return 'This service was started without ADMIN_API_KEY: set it to see jobs and to have them done again.';
  if (!hasKey) return 'Fill in the admin key first: it shows the reasons, and has jobs done again.';
  if (isAway) return 'The queue cannot be reached now.';
  return null;
}
