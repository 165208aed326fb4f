import { useState } from 'preact/hooks';
import { adminKey, cancelRun, rememberAdminKey, startRun } from '../api/admin';
import type { ApiError } from '../api/client';
import { useSignal } from '../api/signal';
import type { PrefetchStatus, Universe } from '../api/types';
import { currentUniverse } from '../universe';
import { Jobs } from './jobs';

/** What an operator may do, with the admin key. */
export function Controls(props: {
  status: PrefetchStatus | null;
  universes: readonly Universe[];
  /** The service has no admin key: nothing can be started or stopped. */
  isLocked: boolean;
}) {
  const { status, universes, isLocked } = props;
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
          if (isLocked) return;
          const others = universes.length > 1;
          act(
            () => startRun(others ? universe : undefined, false),
            `A run${others ? ` for ${name}` : ''} is on its way.`,
          );
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
          <button class="button" type="submit" aria-disabled={isLocked} aria-describedby="key-note">
            Start a run
          </button>
          <button
            class="button is-quiet"
            type="button"
            aria-disabled={isLocked}
            aria-describedby="key-note"
            onClick={() => !isLocked && act(() => startRun(universe, true), `A forced run for ${name} is on its way.`)}
          >
            Force a refresh
          </button>
          <button
            class="button is-quiet"
            type="button"
            aria-disabled={isLocked || !status?.is_running}
            aria-describedby="key-note"
            onClick={() =>
              !isLocked &&
              status?.is_running &&
              act(cancelRun, 'The run is being cancelled; the data stay as they were.')
            }
          >
            Cancel the run
          </button>
        </div>
        <p class="note" id="key-note">
          {isLocked
            ? 'This service was started without ADMIN_API_KEY: set it to start and cancel runs from here.'
            : `For ${name || 'the default universe'}. The key stays in this tab and is forgotten with it.`}
          {!isLocked && !status?.is_running && ' There is no run to cancel.'}
        </p>
        <Jobs jobs={status?.jobs} isLocked={isLocked} hasKey={key.trim() !== ''} act={act} />
        <p class={`told${told && !told.ok ? ' is-bad' : ''}`} role="status">
          {told?.text}
        </p>
      </form>
    </details>
  );
}
