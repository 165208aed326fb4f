import { canonicalUrl } from './canonical-url';
import { HostAllowList } from './host-allow-list';

const list = new HostAllowList([
  'static.wikia.nocookie.net',
  '*.example.org',
  'cdn.example.com:8443',
  '10.1.2.3:9000',
  '[fd00::5]:9000',
  '93.184.216.34',
  '192.168.0.1',
]);
const allows = (url: string) => list.allows(canonicalUrl(url));

describe('allowed hosts', () => {
  test.each([
    'http://static.wikia.nocookie.net/a.png',
    'HTTPS://STATIC.WIKIA.NOCOOKIE.NET./a.png',
    'https://static.wikia.nocookie.net:443/a.png',
    'http://static.wikia.nocookie.net:80/a.png',
    'https://a.example.org/x',
    'https://a.b.example.org/x',
    'https://cdn.example.com:8443/x',
    'http://10.1.2.3:9000/x',
    'http://[fd00:0:0::5]:9000/x',
    'https://93.184.216.34/x',
  ])('%s is allowed', (url) => expect(allows(url)).toBe(true));

  test.each([
    'http://static.wikia.nocookie.net.evil.com/',
    'http://evilstatic.wikia.nocookie.net/',
    'http://static.wikia.nocookie.net:8080/',
    'http://static.wikia.nocookie.net:22/',
    'https://example.org/x',
    'https://badexample.org/x',
    'https://cdn.example.com/x',
    'http://10.1.2.3/x',
    'http://10.1.2.3:9001/x',
    'http://192.168.0.1/x',
    'http://93.184.216.34:8080/x',
  ])('%s is refused', (url) => expect(allows(url)).toBe(false));

  test('F2 special names are refused even where they are listed', () => {
    const careless = new HostAllowList(['localhost:80', '*.internal', 'db', 'x.local', 'kubernetes.default.svc']);
    for (const url of ['http://localhost/', 'http://metadata.google.internal/', 'http://db/', 'http://x.local/']) {
      expect(careless.allows(canonicalUrl(url))).toBe(false);
    }
  });

  test('an entry that is none of the four kinds is an error', () => {
    for (const bad of ['', 'http://a', 'a b', 'a:b', 'a@b'])
      expect(() => new HostAllowList([bad])).toThrow(/not a host/);
  });
});
