import ipaddr from 'ipaddr.js';

/** Networks that ipaddr.js counts as unicast, or that carry an IPv4 address inside, and that are nobody's web server. */
const REFUSED_V4 = [
  '192.0.0.0/24',
  '192.88.99.0/24',
  // The platform service of a large cloud, reachable from its guests only.
  '168.63.129.16/32',
].map((network) => ipaddr.IPv4.parseCIDR(network));

const REFUSED_V6 = [
  '::/96',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
].map((network) => ipaddr.IPv6.parseCIDR(network));
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for an address of the public internet; false for every private, local, special, tunnelled or malformed one. */
export function isPublicAddress(text: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    const address = ipaddr.IPv4.parse(text);
    return address.range() === 'unicast' && !REFUSED_V4.some((network) => address.match(network));
  }
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return false;
  const address = ipaddr.IPv6.parse(text);
  if (!address.match(GLOBAL_UNICAST_V6) || address.range() !== 'unicast') return false;
  return !isIsatap(address) && !REFUSED_V6.some((network) => address.match(network));
}

/** ISATAP interface ids (`…:0:5efe:a.b.c.d`) tunnel to the IPv4 address in their last half. */
function isIsatap(address: ipaddr.IPv6): boolean {
  return address.parts[5] === 0x5efe && (address.parts[4]! & 0xfdff) === 0;
}
