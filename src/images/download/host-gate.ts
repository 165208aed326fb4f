import type { Clock } from '../../egress/clock';

export interface HostGateOptions {
  clock: Clock;
  /** Requests to one host at a time. */
  perHost: number;
  /** Failures in a row that stop the requests to a host but for single probes. */
  failureThreshold?: number;
  /** Failed probes after which a host is given up. */
  maxProbes?: number;
  /** Refusals in a row (401, 403, …) after which a host is given up: it does not want us. */
  maxRefusals?: number;
  random?: () => number;
}

/** How a request to a host ended, as far as the host is concerned. */
export type HostOutcome = 'ok' | 'failed' | 'refused' | 'unknown' | { retryAfterMs: number | null };

export type Admission = { kind: 'go' } | { kind: 'full' } | { kind: 'wait'; ms: number } | { kind: 'given-up' };

interface HostState {
  inFlight: number;
  failures: number;
  probes: number;
  refusals: number;
  waits: number;
  pausedUntil: number;
  waiting: (() => void)[];
}

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;
const MAX_WAITS = 30;

/** Politeness to each host: how many requests at once, when not at all, and when to give up. */
export class HostGate {
  private readonly hosts = new Map<string, HostState>();
  private readonly threshold: number;

  constructor(private readonly options: HostGateOptions) {
    this.threshold = options.failureThreshold ?? 20;
  }

  /** May a request go to this host now? `go` is followed by exactly one `leave`. */
  admit(host: string): Admission {
    const state = this.state(host);
    if (this.isGivenUp(state)) return { kind: 'given-up' };
    const ms = state.pausedUntil - this.options.clock.now();
    if (ms > 0) return { kind: 'wait', ms };
    // While failures pile up, those in flight count as failed, so that the threshold is never overshot.
    const isOpen = state.failures >= this.threshold;
    const limit = isOpen ? 1 : state.failures === 0 ? Infinity : this.threshold - state.failures;
    if (state.inFlight >= Math.min(limit, this.options.perHost)) return { kind: 'full' };
    state.inFlight += 1;
    return { kind: 'go' };
  }

  /** Resolves when a request to this host has ended. */
  whenOneLeaves(host: string): Promise<void> {
    return new Promise((resolve) => this.state(host).waiting.push(resolve));
  }

  leave(host: string, outcome: HostOutcome): void {
    const state = this.state(host);
    state.inFlight -= 1;
    this.note(host, outcome);
    for (const resume of state.waiting.splice(0)) resume();
  }

  /** Takes an outcome into account without a place of its own (the proxy's requests). */
  note(host: string, outcome: HostOutcome): void {
    const state = this.state(host);
    if (outcome === 'ok') {
      state.failures = state.probes = state.refusals = state.waits = 0;
    } else if (outcome === 'refused') {
      state.failures = state.probes = 0;
      state.refusals += 1;
    } else if (outcome === 'failed') {
      this.noteFailure(state);
    } else if (outcome !== 'unknown') {
      state.waits += 1;
      this.pause(state, outcome.retryAfterMs ?? this.backOff(state.waits - 1));
    }
  }

  /** How long the host asked us to stay away; 0 where it did not. */
  pausedMs(host: string): number {
    const until = this.hosts.get(host)?.pausedUntil ?? 0;
    return Math.max(0, until - this.options.clock.now());
  }

  /** A new run tries every host again. */
  reset(): void {
    for (const state of this.hosts.values()) {
      state.failures = Math.min(state.failures, this.threshold);
      state.probes = state.refusals = state.waits = 0;
    }
  }

  private noteFailure(state: HostState): void {
    const wasOpen = state.failures >= this.threshold;
    state.failures += 1;
    if (wasOpen) state.probes += 1;
    if (state.failures >= this.threshold) this.pause(state, this.backOff(state.probes));
  }

  private pause(state: HostState, ms: number): void {
    state.pausedUntil = Math.max(state.pausedUntil, this.options.clock.now() + ms);
  }

  /** Exponential, from half to the whole of it by chance, so that many clients do not come back together. */
  private backOff(step: number): number {
    const ms = Math.min(FIRST_BACKOFF_MS * 2 ** step, LONGEST_BACKOFF_MS);
    return Math.max(FIRST_BACKOFF_MS, ms * (0.5 + 0.5 * (this.options.random ?? Math.random)()));
  }

  private isGivenUp(state: HostState): boolean {
    const { maxProbes = 5, maxRefusals = 50 } = this.options;
    return state.probes >= maxProbes || state.refusals >= maxRefusals || state.waits >= MAX_WAITS;
  }

  private state(host: string): HostState {
    let state = this.hosts.get(host);
    if (!state) {
      this.forgetIdle();
      state = { inFlight: 0, failures: 0, probes: 0, refusals: 0, waits: 0, pausedUntil: 0, waiting: [] };
      this.hosts.set(host, state);
    }
    return state;
  }

  /** `*.host` allows any number of names; only those with something to remember stay. */
  private forgetIdle(): void {
    if (this.hosts.size < 1000) return;
    const now = this.options.clock.now();
    for (const [host, { inFlight, pausedUntil, waiting }] of this.hosts) {
      if (inFlight === 0 && waiting.length === 0 && pausedUntil <= now) this.hosts.delete(host);
    }
  }
}
