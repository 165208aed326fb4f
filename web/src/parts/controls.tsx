import { useState } from 'preact/hooks';
import { adminKey, cancelRun, rememberAdminKey, startRun } from '../api/admin';
import type { ApiError } from '../api/client';
import { useSignal } from '../api/signal';
import type { PrefetchStatus, Universe } from '../api/types';
import { currentUniverse } from '../universe';

/** What an operator may do, with the admin key. */
export function Controls({ status, universes }: { status: PrefetchStatus | null; universes: readonly Universe[] }) {
  const [key, setKey] = useState(adminKey);
  const [told, setTold] = useState<{ ok: boolean; text: string } | null>(null);
  const chosen = useSignal(currentUniverse);
  const universe = chosen ?? universes[0]?.id ?? status?.progress.universe ?? '';
  const name = universes.find((one) => one.id === universe)?.name ?? universe;
  const act = (work: () => Promise<unknown>, done: string) => {
    rememberAdminKey(key.trim());
    setTold(null);
    work().then(
      () => setTold({ ok: true, text: done }),
      (error: ApiError) => setTold({ ok: false, text: error.message }),
    );
  };
  return (
    <details class="controls" open={key !== ''}>
      <summary>
        <h2>Operate</h2>
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act(() => startRun(universe, false), `A run for ${name} is on its way.`);
        }}
      >
        <label class="field">
          <span>Admin key</span>
          <input
            type="password"
            value={key}
            autocomplete="off"
            aria-describedby="key-note"
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <div class="control-buttons">
          <button class="button" type="submit">
            Start a run
          </button>
          <button
            class="button is-quiet"
            type="button"
            onClick={() => act(() => startRun(universe, true), `A forced run for ${name} is on its way.`)}
          >
            Force a refresh
          </button>
          <button
            class="button is-quiet"
            type="button"
            aria-disabled={!status?.is_running}
            onClick={() =>
              status?.is_running && act(cancelRun, 'The run is being cancelled; the data stay as they were.')
            }
          >
            Cancel the run
          </button>
        </div>
        <p class="note" id="key-note">
          For {name || 'the default universe'}. The key stays in this tab and is forgotten with it.
        </p>
        <p class={`told${told && !told.ok ? ' is-bad' : ''}`} role="status">
          {told?.text}
        </p>
      </form>
    </details>
  );
}
