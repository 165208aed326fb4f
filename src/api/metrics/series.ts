/** A value with its labels, in the form that prom-client renders. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
  /** Set where it is not the metric's own name (`…_bucket`, `…_sum`, `…_count`). */
  metricName?: string;
}

/**
 * What is counted for each combination of label values, in a tree with a level for each label. The values that occur are
 * few and always the same texts: to find one costs a lookup a label, and nothing is put together for it.
 */
class Cells<T> {
  private readonly root = new Map<string, unknown>();

  constructor(
    private readonly labels: readonly string[],
    private readonly make: () => T,
  ) {}

  /** That of these label values, in the order of the label names. */
  of(values: readonly string[]): T {
    let level = this.root;
    const last = values.length - 1;
    for (let i = 0; i < last; i++) level = found(level, values[i] ?? '', newLevel) as Map<string, unknown>;
    return found(level, values[last] ?? '', this.make) as T;
  }

  *all(): Generator<{ labels: Record<string, string>; cell: T }> {
    yield* this.below(this.root, []);
  }

  private *below(
    level: Map<string, unknown>,
    before: string[],
  ): Generator<{ labels: Record<string, string>; cell: T }> {
    for (const [value, next] of level) {
      const values = [...before, value];
      if (values.length < this.labels.length) yield* this.below(next as Map<string, unknown>, values);
      else yield { labels: Object.fromEntries(this.labels.map((name, i) => [name, values[i] ?? ''])), cell: next as T };
    }
  }
}

function newLevel(): Map<string, unknown> {
  return new Map();
}

function found(level: Map<string, unknown>, value: string, make: () => unknown): unknown {
  let next = level.get(value);
  if (next === undefined) level.set(value, (next = make()));
  return next;
}

/** Counts by label values; label values are given in the order of the label names. */
export class CounterSeries {
  private readonly counts: Cells<{ total: number }>;

  constructor(labels: readonly string[]) {
    this.counts = new Cells(labels, () => ({ total: 0 }));
  }

  add(amount: number, ...values: string[]): void {
    this.counts.of(values).total += amount;
  }

  samples(): Sample[] {
    return [...this.counts.all()].map(({ labels, cell }) => ({ labels, value: cell.total }));
  }
}

interface Distribution {
  count: number;
  sum: number;
  /** Observations per bucket, not cumulative; the last one is +Inf. */
  buckets: Uint32Array;
}

/** A histogram by label values over fixed upper bounds (ascending). */
export class HistogramSeries {
  private readonly distributions: Cells<Distribution>;

  constructor(
    private readonly name: string,
    labels: readonly string[],
    private readonly bounds: readonly number[],
  ) {
    const buckets = bounds.length + 1;
    this.distributions = new Cells(labels, () => ({ count: 0, sum: 0, buckets: new Uint32Array(buckets) }));
  }

  observe(value: number, ...values: string[]): void {
    const one = this.distributions.of(values);
    let bucket = 0;
    while (bucket < this.bounds.length && value > this.bounds[bucket]!) bucket++;
    one.buckets[bucket]!++;
    one.count++;
    one.sum += value;
  }

  samples(): Sample[] {
    return [...this.distributions.all()].flatMap(({ labels, cell }) => this.samplesOf(labels, cell));
  }

  private samplesOf(labels: Record<string, string>, one: Distribution): Sample[] {
    let total = 0;
    const buckets = [...this.bounds.map(String), '+Inf'].map((le, index) => {
      total += one.buckets[index] ?? 0;
      return { labels: { ...labels, le }, value: total, metricName: `${this.name}_bucket` };
    });
    return [
      ...buckets,
      { labels, value: one.sum, metricName: `${this.name}_sum` },
      { labels, value: one.count, metricName: `${this.name}_count` },
    ];
  }
}
