import { useEffect, useRef, useState } from 'preact/hooks';
import { listTotals, wikiUrl } from '../api/client';
import { useResource } from '../api/resource';
import type { Place, Universe } from '../api/types';
import { ErrorNotice, Notice } from '../parts/notice';
import { OrbitMap } from '../parts/orbit-map';
import { Picture } from '../parts/picture';
import { link } from '../route';
import { useTitle } from '../title';
import { count } from '../words';

const LEVELS = [
  { name: 'Regions', one: 'region', empty: 'No regions are known here.' },
  { name: 'Systems', one: 'system', empty: 'No system of this region is known.' },
  { name: 'Planets', one: 'planet', empty: 'No planet of this system is known.' },
  { name: 'Places', one: 'place', empty: 'No place on this planet is known.' },
] as const;

const MAX_PLACES = 1000;
/** A column with more entries than this can be filtered. */
const LONG = 20;

function urlOf(universe: string, level: number, chosen: string | undefined): string | null {
  if (level === 0) return wikiUrl(['locations', 'tree', 'regions'], { universe });
  if (chosen === undefined) return null;
  const tree = (kind: string, parameters: Record<string, string | number>) =>
    wikiUrl(['locations', 'tree', kind], { universe, ...parameters });
  if (level === 1) return tree('systems-by-region', { region: chosen });
  if (level === 2) return tree('planets-by-system', { system: chosen, limit: MAX_PLACES });
  return tree('on-planet', { planet: chosen, limit: MAX_PLACES });
}

/** Regions, systems, planets and places side by side; on a phone one after the other. */
export function PlacesView({ universe, path }: { universe: Universe; path: readonly string[] }) {
  useTitle(path.at(-1) ?? 'Places');
  const columns = useRef<HTMLDivElement>(null);
  const regions = useResource<string[]>(urlOf(universe.id, 0, undefined));
  const depth = Math.min(path.length, LEVELS.length - 1);
  useEffect(() => {
    const all = columns.current;
    all?.scrollTo({ left: all.scrollWidth, behavior: 'smooth' });
  }, [depth]);
  return (
    <section class="places">
      <p class="call-number">{universe.name}</p>
      <h1>Places</h1>
      <Trail universe={universe.id} path={path} />
      <div class="columns" ref={columns} data-depth={depth}>
        {LEVELS.slice(0, depth + 1).map((_, level) => (
          <Column key={`${level}/${path[level - 1] ?? ''}`} universe={universe.id} level={level} path={path} />
        ))}
        {depth < LEVELS.length - 1 && (
          <OrbitMap universe={universe.id} regions={regions.data ?? []} chosen={path[0] ?? null} />
        )}
      </div>
    </section>
  );
}

function Trail({ universe, path }: { universe: string; path: readonly string[] }) {
  return (
    <nav class="crumbs" aria-label="Where you are">
      <a href={link.places(universe)}>All regions</a>
      {path.slice(0, 3).map((name, index) => (
        <a key={index} href={link.places(universe, path.slice(0, index + 1))} dir="auto">
          {name}
        </a>
      ))}
    </nav>
  );
}

function Column({ universe, level, path }: { universe: string; level: number; path: readonly string[] }) {
  const url = urlOf(universe, level, path[level - 1]);
  const { data, error } = useResource<(string | Place)[]>(url);
  const { name, one, empty } = LEVELS[level] ?? LEVELS[0];
  const entries = (data ?? []).map((entry) => (typeof entry === 'string' ? { name: entry } : entry));
  const total = Math.max(entries.length, listTotals.get(url ?? '') ?? 0);
  const [wanted, setWanted] = useState('');
  const shown = entries.filter((entry) => entry.name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const selected = useRef<HTMLLIElement>(null);
  useEffect(() => selected.current?.scrollIntoView({ block: 'nearest' }), [data === null]);
  const above = path.slice(0, level);
  const current = path[level];
  const id = `column-${level}`;
  return (
    <section class="column" aria-labelledby={id} aria-busy={!data && !error}>
      <h2 id={id}>
        {name} {data && <span class="call-number">{count(total)}</span>}
      </h2>
      {error && !data && <ErrorNotice error={error} />}
      {data && entries.length === 0 && <Notice title={empty} />}
      {entries.length > LONG && (
        <label class="field column-filter">
          <span>Only those with</span>
          <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
      )}
      {wanted && (
        <p class="note" role="status">
          {shown.length} of {entries.length}
        </p>
      )}
      {entries.length < total && (
        <p class="note">
          The first {count(entries.length)} of {count(total)} are shown.
        </p>
      )}
      <ul>
        {shown.map((entry) => (
          <li key={entry.name} ref={entry.name === current ? selected : undefined}>
            <a
              class="place"
              href={level === 3 ? link.article(universe, entry.name) : link.places(universe, [...above, entry.name])}
              aria-current={entry.name === current ? 'true' : undefined}
            >
              {'image_url' in entry && <Picture url={entry.image_url} name={entry.name} width={64} />}
              <span class="place-name" dir="auto">
                {entry.name}
              </span>
            </a>
            {level > 0 && level < 3 && entry.name === current && (
              <a class="place-card" href={link.article(universe, entry.name)}>
                The {one}’s card
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
