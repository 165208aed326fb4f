import { prefetch } from '../api/prefetch-events';
import { useSignal } from '../api/signal';
import { Constellation } from '../parts/constellation';
import { stageShort } from '../parts/stages';
import { link } from '../route';
import { useTitle } from '../title';

/** Before there is anything to browse. */
export function WaitingView({ empty }: { empty: boolean }) {
  const status = useSignal(prefetch);
  useTitle('');
  return (
    <section class="waiting" aria-live="polite">
      <Constellation name="lorekeeper" />
      <h1>{empty ? 'The drawers are still empty' : 'Opening the catalogue'}</h1>
      {status?.is_running && (
        <p>
          {stageShort(status.progress.stage, status.stages)}, {Math.floor(status.progress.percent)} %.{' '}
          <a href={link.status()}>Follow it</a>
        </p>
      )}
      {empty && !status?.is_running && (
        <p>
          No universe is cached yet. <a href={link.status()}>See what the server says</a>
        </p>
      )}
    </section>
  );
}
