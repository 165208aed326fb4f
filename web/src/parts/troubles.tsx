import type { Health } from '../api/types';
import { dateTime } from '../words';
import { Notice } from './notice';

/** What the service cannot use at present, and why; nothing where all is well. */
export function Troubles({ troubles }: Pick<Health, 'troubles'>) {
  if (troubles.length === 0) return null;
  return (
    <Notice title="What needs attention">
      <ul>
        {troubles.map(({ name, reason, since }) => (
          <li key={name}>
            {reason} (since {dateTime(since)})
          </li>
        ))}
      </ul>
    </Notice>
  );
}
