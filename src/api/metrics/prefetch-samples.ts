import type { Counter, ProgressReport } from '../../prefetch/run-progress';

/** A value with its labels. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** What the metrics take from one universe's part of `/prefetch/status`. */
export type PrefetchCounts = Pick<ProgressReport, 'stage' | Counter>;

type Universes = Readonly<Record<string, PrefetchCounts>>;

const ARTICLE_KINDS = ['total', 'processed', 'created', 'updated', 'unchanged', 'rejected'] as const;
const IMAGE_KINDS = ['total', 'downloaded', 'cached', 'failed'] as const;

export function prefetchArticles(universes: Universes): Sample[] {
  return eachUniverse(universes, (counts) => ARTICLE_KINDS.map((kind) => [kind, counts[`articles_${kind}`]]));
}

export function prefetchImages(universes: Universes): Sample[] {
  return eachUniverse(universes, (counts) => IMAGE_KINDS.map((kind) => [kind, counts[`images_${kind}`]]));
}

export function prefetchStages(universes: Universes): Sample[] {
  return Object.entries(universes).map(([universe, { stage }]) => ({ labels: { universe, stage }, value: 1 }));
}

function eachUniverse(universes: Universes, read: (counts: PrefetchCounts) => [string, number][]): Sample[] {
  return Object.entries(universes).flatMap(([universe, counts]) =>
    read(counts).map(([kind, value]) => ({ labels: { universe, kind }, value })),
  );
}
