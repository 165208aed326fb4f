import { useEffect, useRef } from 'preact/hooks';
import { serverReachable } from './api/client';
import { useSignal } from './api/signal';
import type { Universe } from './api/types';
import { Header, Tabs } from './parts/header';
import { Notice } from './parts/notice';
import { link, route, type Route } from './route';
import { placeScroll, wasScrolled } from './scroll';
import { currentUniverse, useUniverses } from './universe';
import { ArticleView } from './views/article-view';
import { OverviewView } from './views/overview-view';
import { CategoryView } from './views/category-view';
import { PlacesView } from './views/places-view';
import { SearchView } from './views/search-view';
import { StatusView } from './views/status-view';
import { WaitingView } from './views/waiting-view';

function chosenUniverse(at: Route, universes: readonly Universe[]): Universe | null {
  const asked = 'universe' in at ? at.universe : null;
  const wanted = asked ?? currentUniverse.value;
  const found = universes.find((one) => one.id === wanted);
  if (found ?? asked) return found ?? null;
  // As the server chooses where a request names none.
  const real = universes.filter((one) => one.id !== 'demo');
  return universes.find((one) => one.id === 'star_wars') ?? real[0] ?? universes[0] ?? null;
}

/** Tells one view from another, however it is sorted or searched. */
function nameOf(at: Route): string {
  if (at.view === 'status') return at.view;
  const within = at.view === 'category' ? at.category : at.view === 'article' ? at.title : '';
  return [at.view, at.universe, within, ...(at.view === 'places' ? at.path : [])].join('/');
}

function View({ at, universe }: { at: Route; universe: Universe }) {
  switch (at.view) {
    case 'overview':
      return <OverviewView universe={universe} />;
    case 'category':
      return <CategoryView at={at} key={`${at.universe}/${at.category}`} />;
    case 'article':
      return <ArticleView at={at} />;
    case 'search':
      return <SearchView at={at} />;
    case 'places':
      return <PlacesView universe={universe} path={at.path} />;
    case 'status':
      return <StatusView />;
  }
}

/** The whole page: the bar above, what the address asks for, and on a phone the tabs below. */
export function App() {
  const at = useSignal(route);
  const reachable = useSignal(serverReachable);
  const { universes, loaded } = useUniverses();
  const universe = chosenUniverse(at, universes);
  const main = useRef<HTMLElement>(null);
  const shown = useRef<string | null>(null);

  useEffect(() => {
    if (universe) currentUniverse.value = universe.id;
  }, [universe]);
  // A reader of the screen hears the new view; the first one begins at the top of the page as usual.
  const address = nameOf(at);
  useEffect(() => {
    if (shown.current === null) {
      if (wasScrolled()) placeScroll();
    } else if (shown.current !== address) {
      main.current?.focus({ preventScroll: true });
      placeScroll();
    }
    shown.current = address;
  }, [address]);

  const unknown = loaded && !universe && universes.length > 0;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <Header universes={universes} universe={universe} />
      {!reachable && (
        <p class="away" role="alert">
          The server does not answer. What you see was read before; the page tries again by itself.
        </p>
      )}
      <main id="main" tabIndex={-1} ref={main}>
        {universe && <View at={at} universe={universe} />}
        {!universe && at.view === 'status' && <StatusView />}
        {!universe && at.view !== 'status' && !unknown && <WaitingView empty={loaded} />}
        {unknown && at.view !== 'status' && <UnknownUniverse universes={universes} />}
      </main>
      <Tabs universe={universe} />
    </>
  );
}

function UnknownUniverse({ universes }: { universes: readonly Universe[] }) {
  return (
    <>
      <nav class="crumbs" aria-label="Where you are">
        <a href={link.home()}>Overview</a>
      </nav>
      <h1>Unknown universe</h1>
      <Notice title="There is no such universe here">
        <ul>
          {universes.map(({ id, name }) => (
            <li key={id}>
              <a href={link.overview(id)}>{name}</a>
            </li>
          ))}
        </ul>
      </Notice>
    </>
  );
}
