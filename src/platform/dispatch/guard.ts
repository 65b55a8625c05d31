// Guard: which addresses a dispatch may reach. Whoever can make a dispatch could else use the server to
// reach what only the server can: its own machine, its network, the metadata service of its host.

import ipaddr from 'ipaddr.js';
import { failure } from '../../core/failure.ts';
import type { Resolver } from '../../core/ports/resolver.ts';
import { err, ok, type Result } from '../../core/result.ts';

/** Whether the text is a range of addresses, `10.0.0.0/8`, or one address. */
export const isRange = (text: string): boolean => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

export interface Guard {
  /**
   * An address of the host, to be connected to as it is: a second look-up could give another one.
   * Failures: `forbidden`, never to be tried again, and those of the resolver.
   */
  admit(host: string): Promise<Result<string>>;
}

/** `allow`: ranges that may be reached although they are not public. */
export function createGuard(resolver: Resolver, allow: readonly string[]): Guard {
  const ranges = allow.filter(isRange).map(parseRange);
  return {
    async admit(host) {
      // A URL writes an IPv6 address in brackets.
      const found = await resolver.resolve(host.replace(/^\[|\]$/g, ''));
      if (!found.ok) return found;
      const admitted = found.value.find((address) => isAdmitted(address, ranges));
      if (admitted !== undefined) return ok(admitted);
      return err(failure('forbidden', `${host} has no address that may be reached`, never));
    },
  };
}

const never = { retry: 'never' } as const;

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

const parseRange = (text: string): Range =>
  ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);

/** Where all public addresses of IPv6 lie. */
const publicIpv6 = ipaddr.parseCIDR('2000::/3');

const lies = (address: ipaddr.IPv4 | ipaddr.IPv6, [start, bits]: Range): boolean =>
  address.kind() === start.kind() && address.match(start, bits);

/** Only what is plainly public: every special range is somebody's inside, or leads to one. */
function isAdmitted(text: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  // An IPv4 address in the clothes of IPv6 is what is under them.
  const address = ipaddr.process(text);
  const plain = address.kind() === 'ipv4' || lies(address, publicIpv6);
  if (plain && address.range() === 'unicast') return true;
  return ranges.some((range) => lies(address, range));
}
