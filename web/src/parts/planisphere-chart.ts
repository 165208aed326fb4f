import type { Article } from '../api/types';
import { randomFrom } from './random';

/** Radius of the sky; the rim with its ticks lies outside. */
export const RIM = 296;

const LABEL_RADIUS = RIM + 16;
const HOLE = 46;
/** Of a label's letters, in units of the chart, where it is large and where it is small as on a phone. */
const LETTER = { large: { width: 7, height: 16 }, small: { width: 12, height: 27 } };
const MAX_LABELS = 30;

export interface Sector {
  category: string;
  field: string;
  edge: string;
  /** Faint stars, small to large, each a path of dots. */
  dust: string[];
  /** The arc on which the name is written. */
  rim: string;
}

interface Label {
  x: number;
  y: number;
  anchor: 'start' | 'end';
}

export interface BrightStar {
  title: string;
  x: number;
  y: number;
  size: number;
  ray: string;
  label: Label | null;
}

export interface Chart {
  sectors: Sector[];
  bright: BrightStar[];
  /** The lines of the constellations. */
  figures: string;
}

/** Twelve o'clock is angle 0; clockwise. */
function polar(angle: number, radius: number): { x: number; y: number } {
  return { x: Math.sin(angle) * radius, y: -Math.cos(angle) * radius };
}

export function point(angle: number, radius: number): string {
  const { x, y } = polar(angle, radius);
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function wedge(from: number, to: number): string {
  const large = to - from > Math.PI ? 1 : 0;
  const outer = `A${RIM} ${RIM} 0 ${large} 1 ${point(to, RIM)}`;
  const inner = `A${HOLE} ${HOLE} 0 ${large} 0 ${point(from, HOLE)}`;
  return `M${point(from, HOLE)}L${point(from, RIM)}${outer}L${point(to, HOLE)}${inner}Z`;
}

/** Runs so that its text stands upright in the lower half as well. */
function rimArc(from: number, to: number): string {
  const middle = (from + to) / 2;
  const below = middle > Math.PI / 2 && middle < Math.PI * 1.5;
  const [start, end, sweep] = below ? [to, from, 0] : [from, to, 1];
  const large = to - from > Math.PI ? 1 : 0;
  return `M${point(start, LABEL_RADIUS)}A${LABEL_RADIUS} ${LABEL_RADIUS} 0 ${large} ${sweep} ${point(end, LABEL_RADIUS)}`;
}

function dustOf(category: string, articles: number, from: number, to: number): string[] {
  const random = randomFrom(category);
  const paths = ['', '', ''];
  const dots = Math.round(10 + 16 * Math.log10(articles + 1));
  for (let index = 0; index < dots; index++) {
    const angle = from + (to - from) * (0.04 + 0.92 * random());
    const radius = Math.sqrt(HOLE ** 2 + (RIM ** 2 - HOLE ** 2) * (0.02 + 0.96 * random()));
    const chance = random();
    const size = chance > 0.93 ? 2 : chance > 0.7 ? 1 : 0;
    paths[size] += `M${point(angle, radius)}h0`;
  }
  return paths;
}

/** A star of four long rays. */
function rayOf(x: number, y: number, size: number): string {
  const thin = size * 0.22;
  const corners = Array.from({ length: 8 }, (_, index) => {
    const { x: dx, y: dy } = polar((index * Math.PI) / 4, index % 2 === 0 ? size : thin);
    return `${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`;
  });
  return `M${corners.join('L')}Z`;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Finds a place for a star's name on either side that covers neither a name nor a star; null where there is none. */
function placeLabel(star: BrightStar, taken: Box[], letter: { width: number; height: number }): Label | null {
  const width = star.title.length * letter.width;
  for (const anchor of star.x < 0 ? (['end', 'start'] as const) : (['start', 'end'] as const)) {
    const x = anchor === 'start' ? star.x + star.size + 4 : star.x - star.size - 4;
    const left = anchor === 'start' ? x : x - width;
    const box = { left, right: left + width, top: star.y - letter.height / 2, bottom: star.y + letter.height / 2 };
    const corner = Math.max(Math.hypot(box.left, star.y), Math.hypot(box.right, star.y));
    if (corner > RIM - 4 || taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    return { x, y: star.y + letter.height / 4, anchor };
  }
  return null;
}

function brightStars(stars: readonly Article[], spans: ReadonlyMap<string, [number, number]>) {
  const groups = new Map<string, BrightStar[]>();
  const bright: BrightStar[] = [];
  stars.forEach((article, rank) => {
    const span = spans.get(article.category);
    if (!span) return;
    const random = randomFrom(article.title);
    const size = 10 - 5 * Math.sqrt(rank / stars.length);
    // The best of a few throws: the one farthest from the stars already there.
    const throws = Array.from({ length: 14 }, () => {
      const angle = span[0] + (span[1] - span[0]) * (0.12 + 0.76 * random());
      return polar(angle, HOLE + 26 + (RIM - HOLE - 52) * Math.sqrt(random()));
    });
    const distance = (at: { x: number; y: number }) =>
      Math.min(...bright.map((other) => Math.hypot(other.x - at.x, other.y - at.y)), 400);
    const best = throws.reduce((a, b) => (distance(b) > distance(a) ? b : a));
    const star = { title: article.title, ...best, size, ray: rayOf(best.x, best.y, size), label: null };
    bright.push(star);
    groups.set(article.category, [...(groups.get(article.category) ?? []), star]);
  });
  return { bright, groups };
}

function figureOf(stars: BrightStar[]): string {
  if (stars.length < 2) return '';
  const along = [...stars].sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
  return `M${along.map((star) => `${star.x.toFixed(1)} ${star.y.toFixed(1)}`).join('L')}`;
}

/** Lays out the whole chart; the same data give the same sky. */
export function chartOf(
  categories: readonly (readonly [string, number])[],
  stars: readonly Article[],
  size: keyof typeof LETTER,
): Chart {
  const step = (Math.PI * 2) / Math.max(1, categories.length);
  const spans = new Map<string, [number, number]>();
  const sectors = categories.map(([category, articles], index) => {
    const [from, to] = [index * step, (index + 1) * step];
    spans.set(category, [from, to]);
    return {
      category,
      field: wedge(from, to),
      edge: `M${point(from, HOLE)}L${point(from, RIM + 4)}`,
      dust: dustOf(category, articles, from, to),
      rim: rimArc(from, to),
    };
  });
  const { bright, groups } = brightStars(stars, spans);
  const taken: Box[] = bright.map(({ x, y, size }) => ({
    left: x - size,
    right: x + size,
    top: y - size,
    bottom: y + size,
  }));
  let labels = 0;
  for (const [index, star] of bright.entries()) {
    if (labels >= MAX_LABELS) break;
    const others = taken.filter((_, other) => other !== index);
    star.label = placeLabel(star, others, LETTER[size]);
    if (star.label) {
      labels++;
      taken.push(others.at(-1) as Box);
    }
  }
  return { sectors, bright, figures: [...groups.values()].map(figureOf).join('') };
}
