import type { Operation } from '../api/types';
import { count, dateTime, duration } from '../words';

const KINDS: Record<string, string> = {
  startup_prefetch_all: 'Prefetch',
  file_to_postgres_migration: 'Migration',
  crawl: 'Crawl',
};

function kindOf(type: string): string {
  return KINDS[type] ?? type.replaceAll('_', ' ');
}

/** The last runs, the newest first. */
export function History({ operations }: { operations: Operation[] | null }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">The last runs</h2>
      {operations?.length === 0 && <p class="section-text">None yet.</p>}
      {operations && operations.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="group" aria-label="Table of the last runs">
          <table class="history">
            <thead>
              <tr>
                <th scope="col">Begun</th>
                <th scope="col">What</th>
                <th scope="col">Ended as</th>
                <th scope="col">Articles</th>
                <th scope="col">Took</th>
              </tr>
            </thead>
            <tbody>
              {operations.map((run, index) => (
                <tr key={run.id ?? index}>
                  <td>{dateTime(run.started_at)}</td>
                  <td>{kindOf(run.operation_type)}</td>
                  <td>
                    <span class={`outcome is-${run.status}`}>{run.status}</span>
                    {run.error_message && <span class="outcome-why">{run.error_message}</span>}
                  </td>
                  <td class="number">{count(run.articles_processed ?? 0)}</td>
                  <td class="number">{run.duration_seconds === null ? '—' : duration(run.duration_seconds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
