import type { Health, PrefetchStatus } from '../api/types';
import { dateTime, plural } from '../words';
import { Notice } from './notice';

/** What the operator should look after, in words; nothing where all is well. */
export function Troubles({ health, status }: { health: Health | null; status: PrefetchStatus | null }) {
  const { warnings = [], failed = 0, paused = false } = status?.jobs ?? {};
  const lines = [
    ...(health?.troubles ?? []).map(({ reason, since }) => `${reason} (since ${dateTime(since)})`),
    ...warnings,
    ...(failed ? [`${plural(failed, 'job')} given up: why, and how to have them done again, is under Operate.`] : []),
    ...(paused ? ['The job queue is paused: nobody begins a job until it goes on.'] : []),
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
