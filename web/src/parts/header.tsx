import { prefetch } from '../api/prefetch-events';
import { dataSource, serverReachable } from '../api/client';
import { useSignal } from '../api/signal';
import type { PrefetchStatus, Universe } from '../api/types';
import { go, link, route } from '../route';
import { SearchBox } from './search-box';
import { stageShort } from './stages';
import { ThemeButton } from './theme-button';
import { jobTroubles } from './troubles';

/** The planisphere in small: the sign of the house. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="14" />
      <circle cx="16" cy="16" r="8" class="faint" />
      <path d="M7 22 12 11l8 4 6-8" />
      <g class="stars">
        <circle cx="7" cy="22" r="1.8" />
        <circle cx="12" cy="11" r="2.4" />
        <circle cx="20" cy="15" r="1.6" />
        <circle cx="26" cy="7" r="2" />
      </g>
    </svg>
  );
}

const TABS = [
  { view: 'overview', label: 'Overview', glyph: 'M10 2a8 8 0 1 0 .01 0M6 13l2-6 4 2 3-4' },
  {
    view: 'places',
    label: 'Places',
    glyph: 'M10 18c4-5 6-7.5 6-10.500a6 6 0 0 0-12 0C4 10.5 6 13 10 18Zm0-8.500a2 2 0 1 0-.01 0',
  },
  { view: 'status', label: 'Status', glyph: 'M2 11h4l2-6 4 11 2.5-5H18' },
] as const;

type Tab = (typeof TABS)[number]['view'];

function addressOf(tab: Tab, universe: Universe | null): string {
  if (tab === 'status') return link.status();
  if (tab === 'places') return universe ? link.places(universe.id) : link.home();
  return universe ? link.overview(universe.id) : link.home();
}

function tabOf(view: string): Tab {
  return view === 'status' || view === 'places' ? view : 'overview';
}

function TabLinks({ universe, glyphs }: { universe: Universe | null; glyphs: boolean }) {
  const at = useSignal(route);
  return (
    <>
      {TABS.map(({ view, label, glyph }) => (
        <a key={view} href={addressOf(view, universe)} aria-current={tabOf(at.view) === view ? 'page' : undefined}>
          {glyphs && (
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d={glyph} />
            </svg>
          )}
          {label}
          {view === 'status' && <Lamp />}
        </a>
      ))}
    </>
  );
}

function lampOf(status: PrefetchStatus | null, source: string | null, reachable: boolean): [string, string] {
  if (!reachable) return ['bad', 'the server does not answer'];
  if (status?.is_running)
    return ['busy', `${stageShort(status.progress.stage, status.stages)} ${Math.floor(status.progress.percent)} %`];
  if (status?.progress.stage === 'failed') return ['bad', 'the last run failed'];
  if (jobTroubles(status).length > 0) return ['warm', 'the jobs need attention'];
  if (source === 'file') return ['warm', 'answers come from files'];
  return ['good', 'all is well'];
}

/** One dot that says how things are, and in words to who cannot see it. */
function Lamp() {
  const [kind, words] = lampOf(useSignal(prefetch), useSignal(dataSource), useSignal(serverReachable));
  return (
    <span class={`lamp is-${kind}`} title={words}>
      <span class="unseen">({words})</span>
    </span>
  );
}

function UniverseChoice({ universes, universe }: { universes: readonly Universe[]; universe: Universe | null }) {
  if (universes.length < 2) return universe && <span class="universe-only">{universe.name}</span>;
  return (
    <label class="universe-choice">
      <span class="unseen">Universe</span>
      <select value={universe?.id ?? ''} onChange={(event) => go(link.overview(event.currentTarget.value))}>
        {!universe && <option value="">Choose a universe</option>}
        {universes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Header(props: { universes: readonly Universe[]; universe: Universe | null }) {
  const status = useSignal(prefetch);
  return (
    <header class="bar">
      {status?.is_running && (
        <div
          class="bar-progress"
          role="progressbar"
          aria-label="Progress of the prefetch"
          aria-valuenow={Math.floor(status.progress.percent)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <span style={{ transform: `scaleX(${status.progress.percent / 100})` }} />
        </div>
      )}
      <div class="bar-inner">
        <a class="wordmark" href={props.universe ? link.overview(props.universe.id) : link.home()}>
          <Mark />
          Lorekeeper
        </a>
        <UniverseChoice {...props} />
        <SearchBox universe={props.universe?.id ?? null} />
        <nav class="bar-nav" aria-label="Views">
          <TabLinks universe={props.universe} glyphs={false} />
        </nav>
        <ThemeButton />
      </div>
    </header>
  );
}

/** The same views in reach of the thumb. */
export function Tabs({ universe }: { universe: Universe | null }) {
  return (
    <nav class="tabs" aria-label="Views, below">
      <TabLinks universe={universe} glyphs />
    </nav>
  );
}
