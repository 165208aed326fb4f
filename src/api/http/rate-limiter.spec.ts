import { ClientAddress } from './client-address';
import { networkOf, RateLimiter } from './rate-limiter';

describe('RateLimiter', () => {
  test('F74 lets N requests a minute pass and says when the next one may', () => {
    let now = 0;
    const limiter = new RateLimiter(3, null, () => now);
    expect([1, 2, 3].map(() => limiter.take('192.0.2.1'))).toEqual([0, 0, 0]);
    now = 20_500;
    expect(limiter.take('192.0.2.1')).toBe(40);
    expect(limiter.take('192.0.2.2')).toBe(0);
    now = 60_000;
    expect(limiter.take('192.0.2.1')).toBe(0);
  });

  test('F74 counts an IPv6 network of 64 bits as one', () => {
    const limiter = new RateLimiter(1, null, () => 0);
    expect(limiter.take('2001:db8:1:2::1')).toBe(0);
    expect(limiter.take('2001:0db8:1:2:ffff::9')).toBeGreaterThan(0);
    expect(limiter.take('2001:db8:1:3::1')).toBe(0);
  });

  test('F74 remembers a bounded number of addresses', () => {
    const limiter = new RateLimiter(1, null, () => 0, 1000);
    for (let i = 0; i < 100_000; i++) limiter.take(`10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`);
    expect(limiter.remembered).toBe(1000);
  });

  test('learns of the requests that other instances let pass', async () => {
    let now = 0;
    let others = 0;
    const limiter = new RateLimiter(3, { add: () => Promise.resolve({ count: ++others, msLeft: 30_000 }) }, () => now);
    expect(limiter.take('192.0.2.1')).toBe(0);
    await Promise.resolve();
    others = 3;
    expect(limiter.take('192.0.2.1')).toBe(0);
    await Promise.resolve();
    // Four by now, in a window that began 30 s before the first request came here.
    expect(limiter.take('192.0.2.1')).toBe(30);
    now = 30_000;
    others = 0;
    expect(limiter.take('192.0.2.1')).toBe(0);
  });

  test('counts alone where nobody can be asked', async () => {
    const limiter = new RateLimiter(1, { add: () => Promise.resolve(null) }, () => 0);
    expect(limiter.take('192.0.2.1')).toBe(0);
    await Promise.resolve();
    expect(limiter.take('192.0.2.1')).toBe(60);
  });

  test.each([
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4'],
    ['fe80::', 'fe80:0:0:0'],
    ['::ffff:1.2.3.4', '0:0:0:0'],
  ])('%s lies in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('ClientAddress', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as never;

  test.each([
    ['F74 a stranger cannot forge an address', false, '203.0.113.9', '1.1.1.1', '203.0.113.9'],
    ['one hop', 1, '10.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7'],
    ['two hops', 2, '10.0.0.1', '6.6.6.6, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['more hops than there are', 5, '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['a trusted network', ['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['a proxy outside the network', ['10.0.0.0/8'], '203.0.113.9', '1.1.1.1', '203.0.113.9'],
    ['IPv4 mapped into IPv6', ['10.0.0.0/8'], '::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['brackets and a port', 1, '10.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
    ['garbage', 1, '10.0.0.1', 'unknown', '10.0.0.1'],
    ['an IPv6 network', ['fd00::/8'], 'fd00::1', '2001:db8::5', '2001:db8::5'],
  ] as const)('%s', (_name, trust, remote, forwarded, expected) => {
    expect(new ClientAddress(trust as never).of(from(remote, forwarded))).toBe(expected);
  });
});
