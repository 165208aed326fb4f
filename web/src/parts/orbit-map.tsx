import { link } from '../route';

const MAX_RINGS = 10;

/** The regions as rings around the core. The list beside it says the same in text. */
export function OrbitMap({
  universe,
  regions,
  chosen,
}: {
  universe: string;
  regions: string[];
  chosen: string | null;
}) {
  const rings = regions.slice(0, MAX_RINGS);
  return (
    <div class="orbits" aria-hidden="true">
      <svg viewBox="-310 -184 620 368">
        {[...rings.entries()].reverse().map(([index, region]) => {
          const size = (index + 1) / rings.length;
          const [rx, ry] = [30 + 268 * size, 14 + 150 * size];
          return (
            <a
              key={region}
              class={`orbit${chosen === region ? ' is-active' : ''}`}
              href={link.places(universe, [region])}
              tabindex={-1}
            >
              <ellipse rx={rx} ry={ry} />
              <text y={ry - 2}>{region}</text>
            </a>
          );
        })}
        <circle class="orbit-core" r="3" />
      </svg>
    </div>
  );
}
