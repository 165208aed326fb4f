import type { Universe } from '../api/types';

/** What to do where nothing but the bundled universe is there. */
export function OnlyDemo({ universes }: { universes: readonly Universe[] }) {
  if (universes.length !== 1 || universes[0]?.id !== 'demo') return null;
  return (
    <p class="note">
      This is the demo universe that comes with the service: the file cache is empty. Fill it with{' '}
      <code>npm run cache:crawl -- --universe star_wars</code>, with <code>npm run cache:import-dump</code>, or with
      files of your own, then start a run.
    </p>
  );
}
