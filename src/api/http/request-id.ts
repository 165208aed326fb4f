import { randomBytes } from 'node:crypto';

/** Letters, digits and a few separators: nothing that could break a header or a log line. */
const ACCEPTED = /^[A-Za-z0-9][A-Za-z0-9._:=+/-]{0,127}$/;

const prefix = randomBytes(5).toString('hex');
let counter = 0;

/** The caller's `X-Request-Id` where it is harmless, else a new one that is unique over restarts. */
export function requestIdOf(header: string | string[] | undefined): string {
  if (typeof header === 'string' && ACCEPTED.test(header)) return header;
  counter = (counter + 1) % Number.MAX_SAFE_INTEGER;
  return `${prefix}-${counter.toString(36)}`;
}
