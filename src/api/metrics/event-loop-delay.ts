import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { Sample } from './prefetch-samples';

const RESOLUTION_MS = 10;
const QUANTILES = [0.5, 0.99, 1] as const;

/** How late the event loop runs, natively sampled every 10 ms. */
export class EventLoopDelay {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.histogram.enable();
  }

  /** The quantiles since the last call, in seconds. */
  takeSamples(): Sample[] {
    const samples = QUANTILES.map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: this.quantileSeconds(quantile),
    }));
    this.histogram.reset();
    return samples;
  }

  stop(): void {
    this.histogram.disable();
  }

  private quantileSeconds(quantile: number): number {
    if (this.histogram.count === 0) return 0;
    // The histogram holds whole intervals between two samples: what is above the resolution is the delay.
    const ms = this.histogram.percentile(quantile * 100) / 1e6 - RESOLUTION_MS;
    return Math.max(0, ms) / 1000;
  }
}
