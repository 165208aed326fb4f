import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Article } from '../api/types';
import { link } from '../route';
import { categoryName } from '../words';
import { chartOf, point, RIM, type Sector } from './planisphere-chart';

interface PlanisphereProps {
  universe: string;
  categories: readonly (readonly [string, number])[];
  stars: readonly Article[];
  active: string | null;
  onActive: (category: string | null) => void;
}

const TICKS = Array.from({ length: 180 }, (_, index) => {
  const angle = (index / 180) * Math.PI * 2;
  const from = point(angle, RIM + 4);
  const to = point(angle, RIM + (index % 5 === 0 ? 9 : 7));
  return `M${from}L${to}`;
}).join('');

const RINGS = [0.22, 0.42, 0.62, 0.82];

/** As in overview.css, where the chart's labels become larger and its rim loses the names. */
const SMALL = matchMedia('(max-width: 560px)');

function useIsSmall(): boolean {
  const [isSmall, setSmall] = useState(SMALL.matches);
  useEffect(() => {
    const look = () => setSmall(SMALL.matches);
    SMALL.addEventListener('change', look);
    return () => SMALL.removeEventListener('change', look);
  }, []);
  return isSmall;
}

/**
 * A star chart of the universe: a sector for every category, as many faint stars as its size deserves, and the
 * articles most linked to as the bright ones. The drawers beside it say the same in text, so it is hidden from
 * screen readers and from the tab key.
 */
export function Planisphere({ universe, categories, stars, active, onActive }: PlanisphereProps) {
  const size = useIsSmall() ? 'small' : 'large';
  const chart = useMemo(() => chartOf(categories, stars, size), [categories, stars, size]);
  return (
    <svg class="planisphere" viewBox="-326 -326 652 652" aria-hidden="true">
      <defs>
        <radialGradient id="sky">
          <stop offset="0" class="sky-in" />
          <stop offset="1" class="sky-out" />
        </radialGradient>
      </defs>
      <circle class="sky" r={RIM + 27} fill="url(#sky)" />
      <circle class="line" r={RIM + 4} />
      <circle class="line is-strong" r={RIM + 27} />
      <path class="ticks" d={TICKS} />
      {RINGS.map((share) => (
        <circle class="line is-faint" r={RIM * share} key={share} />
      ))}
      <circle class="ecliptic" cx="-34" cy="-46" r={RIM * 0.66} />
      {chart.sectors.map((sector) => (
        <SectorPart
          key={sector.category}
          sector={sector}
          universe={universe}
          isActive={active === sector.category}
          onActive={onActive}
        />
      ))}
      <path class="figures" d={chart.figures} />
      {chart.bright.map((star) => (
        <a key={star.title} href={link.article(universe, star.title)} tabindex={-1} class="bright">
          <title>{star.title}</title>
          <circle class="bright-reach" cx={star.x} cy={star.y} r="13" />
          <path d={star.ray} />
          {star.label && (
            <text x={star.label.x} y={star.label.y} text-anchor={star.label.anchor}>
              {star.title}
            </text>
          )}
        </a>
      ))}
    </svg>
  );
}

function SectorPart(props: {
  sector: Sector;
  universe: string;
  isActive: boolean;
  onActive: (category: string | null) => void;
}) {
  const { sector, universe, isActive, onActive } = props;
  const id = `rim-${sector.category}`;
  return (
    <a
      href={link.category(universe, sector.category)}
      tabindex={-1}
      class={`sector${isActive ? ' is-active' : ''}`}
      onMouseEnter={() => onActive(sector.category)}
      onMouseLeave={() => onActive(null)}
    >
      <path class="sector-field" d={sector.field} />
      <path class="line is-faint" d={sector.edge} />
      {sector.dust.map((path, size) => (
        <path key={size} class={`dust is-${size}`} d={path} />
      ))}
      <path id={id} class="sector-rim" d={sector.rim} />
      <text class="sector-name" dy="4">
        <textPath href={`#${id}`} startOffset="50%" text-anchor="middle">
          {categoryName(sector.category)}
        </textPath>
      </text>
    </a>
  );
}
