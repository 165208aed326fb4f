import helmet from 'helmet';
import { matchesEtag } from '../../params/matches-etag';
import { CorsPolicy } from './cors';
import { negotiateEncoding } from './encodings';
import { dataEtag } from './etag';
import { requestIdOf } from './request-id';
import { SECURITY_HEADERS } from './security-headers';

test('F78 the security headers are those of helmet, but for what breaks plain http', () => {
  const sent: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (sent[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  helmet()({} as never, response as never, () => undefined);
  delete sent['strict-transport-security'];
  sent['content-security-policy'] = (sent['content-security-policy'] ?? '').replace(';upgrade-insecure-requests', '');
  expect(SECURITY_HEADERS).toEqual(sent);
});

describe('CorsPolicy', () => {
  const listed = new CorsPolicy(['https://good.com']);

  test.each(['https://evil', 'null', 'https://good.com.evil', 'https://GOOD.com', undefined])(
    'F78 %s gets no Access-Control-Allow-Origin',
    (origin) => {
      expect(listed.headers(origin)).toEqual({});
      expect(listed.preflightHeaders(origin)).toEqual({});
    },
  );

  test('a listed origin gets itself, and caches are told that it matters', () => {
    expect(listed.headers('https://good.com')['access-control-allow-origin']).toBe('https://good.com');
    expect(listed.variesByOrigin).toBe(true);
  });

  test('F78 * never goes with credentials', () => {
    const open = new CorsPolicy('*');
    const headers = { ...open.headers('https://a.example'), ...open.preflightHeaders('https://a.example') };
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers['access-control-allow-headers']).toBe(
      'Authorization, Content-Type, X-API-Key, If-None-Match, Last-Event-ID',
    );
    expect(headers['access-control-expose-headers']).toBe(
      'ETag, X-Total-Count, X-Data-Source, X-Dataset-Version, X-Request-Id, X-Cache, Retry-After',
    );
  });
});

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['gzip;q=1.0, br;q=0.5', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['identity', 'identity'],
  ['identity;q=1, gzip;q=0.1', 'identity'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['BR', 'br'],
  ['zstd', 'identity'],
  [';;;q=,,', 'identity'],
])('Accept-Encoding %p is answered with %s', (header, encoding) => {
  expect(negotiateEncoding(header)).toBe(encoding);
});

describe('ETags', () => {
  const etag = dataEtag('k'.repeat(32), 7, { form: 'json', encoding: 'br' });

  test('differ by dataset, images and encoding', () => {
    const etags = [
      etag,
      dataEtag('k'.repeat(32), 7, { form: 'json', encoding: 'gzip' }),
      dataEtag('k'.repeat(32), 7, { form: 'json', encoding: 'identity' }),
      dataEtag('k'.repeat(32), 8, { form: 'json', encoding: 'br' }),
      dataEtag('j'.repeat(32), 7, { form: 'json', encoding: 'br' }),
    ];
    expect(new Set(etags).size).toBe(5);
    etags.forEach((one) => expect(one).toMatch(/^"[\x21\x23-\x7e]+"$/));
  });

  test.each([
    [etag, true],
    [`W/${etag}`, true],
    [`"other", ${etag}`, true],
    ['*', true],
    ['"other"', false],
    [undefined, false],
    ['', false],
  ])('If-None-Match %p: %p', (header, expected) => {
    expect(matchesEtag(header, etag)).toBe(expected);
  });
});

describe('request ids', () => {
  test.each(['abc-123', '01HZX.a_b:c', 'a'.repeat(128)])('%s is kept', (id) => {
    expect(requestIdOf(id)).toBe(id);
  });

  test.each(['a\r\nb', 'a'.repeat(1000), 'ünïcode', '', ' ', '-x', 'a b', undefined, ['a', 'b']])(
    'F78 %p is replaced',
    (id) => {
      expect(requestIdOf(id)).toMatch(/^[0-9a-f]{10}-[0-9a-z]+$/);
    },
  );

  test('new ones are unique', () => {
    expect(requestIdOf(undefined)).not.toBe(requestIdOf(undefined));
  });
});
