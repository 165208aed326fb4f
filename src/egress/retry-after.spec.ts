import { retryAfterMs } from './retry-after';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const FIFTEEN_MINUTES = 900_000;

describe('F18 Retry-After', () => {
  test.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 1000],
    ['0', 1000],
    ['-5', 1000],
    ['0.5', 1000],
    ['1e9', FIFTEEN_MINUTES],
    ['99999999999', FIFTEEN_MINUTES],
    ['abc', null],
    ['', null],
    [undefined, null],
  ])('%p waits %p ms', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));
});
