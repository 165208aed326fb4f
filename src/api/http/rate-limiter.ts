import ipaddr from 'ipaddr.js';
import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
/** Addresses that are remembered; beyond it the one seen first is forgotten, so that a flood costs no memory. */
const MAX_ADDRESSES = 20_000;

interface Window {
  startedAt: number;
  requests: number;
}

/** At most so many requests a minute and client address (IPv6: a /64 network, which is what one customer gets). */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = Date.now,
    private readonly maxAddresses = MAX_ADDRESSES,
  ) {}

  /** Counts a request; 0 where it may pass, else the whole seconds until the next one may. */
  take(address: string): number {
    const key = isIPv6(address) ? networkOf(address) : address;
    const now = this.now();
    const window = this.windows.get(key);
    if (!window || now - window.startedAt >= WINDOW_MS) {
      this.open(key, now);
      return 0;
    }
    window.requests++;
    if (window.requests <= this.perMinute) return 0;
    return Math.max(1, Math.ceil((window.startedAt + WINDOW_MS - now) / 1000));
  }

  get remembered(): number {
    return this.windows.size;
  }

  private open(key: string, now: number): void {
    this.windows.delete(key);
    if (this.windows.size >= this.maxAddresses) {
      const oldest = this.windows.keys().next();
      if (!oldest.done) this.windows.delete(oldest.value);
    }
    this.windows.set(key, { startedAt: now, requests: 1 });
  }
}

/** The first four groups of an IPv6 address. */
export function networkOf(address: string): string {
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return groups.map((group) => group.toString(16)).join(':');
}
