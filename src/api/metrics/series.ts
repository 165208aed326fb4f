/** A value with its labels, in the form that prom-client renders. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
  /** Set where it is not the metric's own name (`…_bucket`, `…_sum`, `…_count`). */
  metricName?: string;
}

// Label values are joined into the key of a map: one lookup a request instead of prom-client's label hashing.
const SEPARATOR = '\u0000';

function labelsOf(names: readonly string[], key: string): Record<string, string> {
  const values = key.split(SEPARATOR);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** Counts by label values; label values are given in the order of the label names. */
export class CounterSeries {
  private readonly counts = new Map<string, number>();

  constructor(private readonly labels: readonly string[]) {}

  add(amount: number, ...values: string[]): void {
    const key = values.join(SEPARATOR);
    this.counts.set(key, (this.counts.get(key) ?? 0) + amount);
  }

  samples(): Sample[] {
    return [...this.counts].map(([key, value]) => ({ labels: labelsOf(this.labels, key), value }));
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
  private readonly distributions = new Map<string, Distribution>();

  constructor(
    private readonly name: string,
    private readonly labels: readonly string[],
    private readonly bounds: readonly number[],
  ) {}

  observe(value: number, ...values: string[]): void {
    const key = values.join(SEPARATOR);
    let found = this.distributions.get(key);
    if (!found) {
      found = { count: 0, sum: 0, buckets: new Uint32Array(this.bounds.length + 1) };
      this.distributions.set(key, found);
    }
    const at = this.bounds.findIndex((bound) => value <= bound);
    const bucket = at === -1 ? this.bounds.length : at;
    found.buckets[bucket] = (found.buckets[bucket] ?? 0) + 1;
    found.count++;
    found.sum += value;
  }

  samples(): Sample[] {
    return [...this.distributions].flatMap(([key, one]) => this.samplesOf(labelsOf(this.labels, key), one));
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
