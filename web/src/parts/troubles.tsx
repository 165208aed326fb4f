import type { Health, PrefetchStatus } from '../api/types';
import { dateTime, plural } from '../words';
import { Notice } from './notice';

/** What the operator should look after of the jobs, in words. */
export function jobTroubles(status: PrefetchStatus | null): string[] {
  const { warnings = [], failed = 0, paused = false } = status?.jobs ?? {};
  return [
    ...warnings,
    ...(failed ? [`${plural(failed, 'job')} given up: why, and how to have them done again, is under Operate.`] : []),
    ...(paused ? ['The job queue is paused: nobody begins a job until it goes on.'] : []),
  ];
}

/** What the operator should look after, in words; nothing where all is well. */
export function Troubles({ health, status }: { health: Health | null; status: PrefetchStatus | null }) {
  const lines = [
    ...(health?.troubles ?? []).map(({ reason, since }) => `${reason} (since ${dateTime(since)})`),
    ...jobTroubles(status),
  ];
  if (lines.length === 0) return null;
  return (
    <Notice title="What needs attention">
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  );
}
