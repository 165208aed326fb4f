import fc from 'fast-check';
import { plainTimeMs, timeMs } from './plain-time';

describe('a plain time', () => {
  it('is read as Date.parse does', () => {
    const times = fc.date({
      min: new Date('0100-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(times, (time) => {
        const long = time.toISOString();
        expect(plainTimeMs(long)).toBe(time.getTime());
        expect(plainTimeMs(`${long.slice(0, 19)}Z`)).toBe(Math.floor(time.getTime() / 1000) * 1000);
      }),
    );
  });

  it('is no text that Date.parse refuses, and none with a day that does not exist', () => {
    const letters = fc.constantFrom(...'0123456789-T:.Z 9');
    const texts = fc.tuple(
      fc.constantFrom('2024-02-29T23:59:59Z', '2024-02-29T23:59:59.999Z'),
      fc.nat({ max: 23 }),
      letters,
    );
    fc.assert(
      fc.property(texts, ([time, at, letter]) => {
        const text = `${time.slice(0, at)}${letter}${time.slice(at + 1)}`;
        const ms = plainTimeMs(text);
        if (Number.isNaN(ms)) return;
        expect(ms).toBe(Date.parse(text));
        expect(new Date(ms).toISOString().slice(0, 19)).toBe(text.slice(0, 19));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2024-02-29T00:00:00Z', true],
    ['2000-02-29T00:00:00Z', true],
    ['2100-02-29T00:00:00Z', false],
    ['2023-02-29T00:00:00Z', false],
    ['2024-04-31T00:00:00Z', false],
    ['2024-13-01T00:00:00Z', false],
    ['2024-00-01T00:00:00Z', false],
    ['2024-01-00T00:00:00Z', false],
    ['2024-01-01T24:00:00Z', false],
    ['2024-01-01T23:60:00Z', false],
    ['2024-01-01T23:59:60Z', false],
    ['2024-01-01T23:59:59.12Z', false],
    ['2024-01-01T23:59:59+00:00', false],
    ['2024-01-01 23:59:59Z', false],
    ['0099-01-01T00:00:00Z', false],
    ['', false],
  ])('%j: %s', (text, isPlain) => {
    expect(Number.isNaN(plainTimeMs(text))).toBe(!isPlain);
  });

  it('is one of the times that are read', () => {
    expect(timeMs('2024-02-29T12:00:00Z')).toBe(Date.UTC(2024, 1, 29, 12));
    expect(timeMs('0050-01-01T00:00:00.000Z')).toBe(Date.parse('0050-01-01T00:00:00Z'));
    expect(timeMs('2024-02-29T12:00:00+02:00')).toBe(Date.UTC(2024, 1, 29, 10));
    expect(timeMs('never')).toBeNaN();
  });
});
