import { wikiUrl } from '../api/client';
import { useResource } from '../api/resource';
import { link } from '../route';

const MAX_RINGS = 9;

/** The regions as rings around the core. The list below says the same in text. */
export function OrbitMap({ universe, chosen }: { universe: string; chosen: string | null }) {
  const { data } = useResource<string[]>(wikiUrl(['locations', 'tree', 'regions'], { universe }));
  const regions = (data ?? []).slice(0, MAX_RINGS);
  return (
    <svg class="orbits" viewBox="-112 -66 224 132" aria-hidden="true">
      {[...regions.entries()].reverse().map(([index, region]) => {
        const size = (index + 1) / regions.length;
        return (
          <a key={region} href={link.places(universe, [region])} tabIndex={-1}>
            <title>{region}</title>
            <ellipse class={`orbit${chosen === region ? ' is-active' : ''}`} rx={8 + 100 * size} ry={5 + 57 * size} />
          </a>
        );
      })}
      <circle class="orbit-core" r="3" />
    </svg>
  );
}
