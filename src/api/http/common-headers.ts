import type { CorsPolicy } from './cors';
import type { HeaderPairs } from './response-cache';
import { SECURITY_HEADERS } from './security-headers';

/** The headers that every answer has. */
export class CommonHeaders {
  /** Those that are the same whoever asks. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The fixed ones, as `writeHead` takes them. */
  readonly pairs: HeaderPairs;

  constructor(private readonly cors: CorsPolicy) {
    this.fixed = { ...SECURITY_HEADERS, ...(cors.variesByOrigin ? {} : cors.headers(undefined)) };
    this.pairs = Object.entries(this.fixed).flat();
  }

  get variesByOrigin(): boolean {
    return this.cors.variesByOrigin;
  }

  /** Those that differ by the caller's origin. */
  of(origin: string | undefined): Record<string, string> {
    return this.cors.variesByOrigin ? this.cors.headers(origin) : {};
  }
}
