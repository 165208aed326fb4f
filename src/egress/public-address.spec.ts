import { isPublicAddress } from './public-address';

const REFUSED = `127.0.0.1 0.0.0.0 0.0.0.1 10.0.0.1 100.64.0.1 100.100.100.200 100.127.255.255 169.254.169.254 172.16.0.1
  172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
  240.0.0.1 255.255.255.255 168.63.129.16
  :: ::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8 ::127.0.0.1 ::ffff:0:7f00:1 64:ff9b::7f00:1
  64:ff9b:1::a00:1 2002:7f00:1:: 2001:0:0:0:0:0:80ff:fffe 2001:470:1f0b:1:0:5efe:7f00:1 2001:470:1f0b:1:200:5efe:7f00:1
  2001:db8::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 100::1 3fff::1 4000::1 5f00::1`;
const PUBLIC = `100.63.255.255 100.128.0.0 172.32.0.1 172.15.255.255 8.8.8.8 1.1.1.1 192.0.1.1 198.20.0.1 223.255.255.255
  2606:4700:4700::1111 2a00:1450:4001:82a::200e 2001:470:1f0b:1::1`;
const NOT_ADDRESSES = ['', 'localhost', '127.1', '0x7f000001', '2130706433', '0177.0.0.1', '1.2.3.4.5', '8.8.8.8:80'];

describe('F1 addresses', () => {
  test.each(REFUSED.split(/\s+/))('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));
  test.each(PUBLIC.split(/\s+/))('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));
  test.each(NOT_ADDRESSES)('"%s" is no address', (text) => expect(isPublicAddress(text)).toBe(false));
});
