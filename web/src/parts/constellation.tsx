import { useMemo } from 'preact/hooks';
import { randomFrom } from './random';

interface Point {
  x: number;
  y: number;
  size: number;
}

function scatter(seed: string): Point[] {
  const random = randomFrom(seed);
  const wanted = 5 + Math.floor(random() * 3);
  const points: Point[] = [];
  for (let tries = 0; points.length < wanted && tries < 200; tries++) {
    const point = { x: 12 + random() * 76, y: 12 + random() * 76, size: 1.4 + random() * 2.4 };
    if (points.every((other) => Math.hypot(other.x - point.x, other.y - point.y) > 19)) points.push(point);
  }
  return points;
}

/** Chains each star to its nearest one that is left: lines that look like those of a chart. */
function chain(points: Point[]): string {
  const left = [...points].sort((a, b) => a.x - b.x);
  let at = left.shift();
  let path = at ? `M${at.x.toFixed(1)} ${at.y.toFixed(1)}` : '';
  while (at && left.length > 0) {
    const from = at;
    left.sort((a, b) => Math.hypot(a.x - from.x, a.y - from.y) - Math.hypot(b.x - from.x, b.y - from.y));
    at = left.shift();
    if (at) path += `L${at.x.toFixed(1)} ${at.y.toFixed(1)}`;
  }
  return path;
}

/** A small constellation of its own for every name: what stands where there is no picture. */
export function Constellation({ name }: { name: string }) {
  const points = useMemo(() => scatter(name), [name]);
  return (
    <svg class="constellation" viewBox="0 0 100 100" aria-hidden="true">
      <path d={chain(points)} />
      {points.map((point) => (
        <circle cx={point.x.toFixed(1)} cy={point.y.toFixed(1)} r={point.size.toFixed(1)} />
      ))}
    </svg>
  );
}
