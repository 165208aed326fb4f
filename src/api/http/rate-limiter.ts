import ipaddr from 'ipaddr.js';
import { isIPv6 } from 'node:net';

/** Asked by balancers and operators however busy a caller is. */
export const UNLIMITED: ReadonlySet<string> = new Set(['/health', '/live', '/ready']);
const WINDOW_MS = 60_000;
/** Addresses that are remembered; beyond it the one seen first is forgotten, so that a flood costs no memory. */
const MAX_ADDRESSES = 20_000;

interface Window {
  startedAt: number;
  requests: number;
}

/** Counts that several instances share. */
export interface SharedCounter {
  /** Counts one more in the present window of `key`, which the first one opens; null where nobody can be asked. */
  add(key: string, windowMs: number): Promise<{ count: number; msLeft: number } | null>;
}

/**
 * At most so many requests a minute and client address (IPv6: a /64 network, which is what one customer gets). With a
 * shared counter the requests of all instances count: none waits for it, each tells what the next ones must know.
 */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly perMinute: number,
    private readonly shared: SharedCounter | null = null,
    private readonly now: () => number = Date.now,
    private readonly maxAddresses = MAX_ADDRESSES,
  ) {}

  /** Counts a request; 0 where it may pass, else the whole seconds until the next one may. */
  take(address: string): number {
    const key = isIPv6(address) ? networkOf(address) : address;
    const now = this.now();
    let window = this.windows.get(key);
    if (!window || now - window.startedAt >= WINDOW_MS) window = this.open(key, now);
    window.requests++;
    if (window.requests <= this.perMinute) {
      if (this.shared) void this.share(this.shared, key, window);
      return 0;
    }
    return Math.max(1, Math.ceil((window.startedAt + WINDOW_MS - now) / 1000));
  }

  get remembered(): number {
    return this.windows.size;
  }

  private async share(shared: SharedCounter, key: string, window: Window): Promise<void> {
    const all = await shared.add(key, WINDOW_MS);
    if (!all) return;
    window.requests = Math.max(window.requests, all.count);
    window.startedAt = this.now() + all.msLeft - WINDOW_MS;
  }

  private open(key: string, now: number): Window {
    this.windows.delete(key);
    if (this.windows.size >= this.maxAddresses) {
      const oldest = this.windows.keys().next();
      if (!oldest.done) this.windows.delete(oldest.value);
    }
    const window = { startedAt: now, requests: 0 };
    this.windows.set(key, window);
    return window;
  }
}

/** The first four groups of an IPv6 address. */
export function networkOf(address: string): string {
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return groups.map((group) => group.toString(16)).join(':');
}
