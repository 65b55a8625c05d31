// Behind a proxy: the peer of a request is whom a proxy of ours says, and nobody else's word counts.

import ipaddr from 'ipaddr.js';
import type { Handler } from '../../core/ports/http-server.ts';

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** `proxies`: addresses and ranges (CIDR) from which X-Forwarded-For is believed. */
export function behindProxy(handler: Handler, proxies: readonly string[]): Handler {
  if (proxies.length === 0) return handler;
  const ranges = proxies.map(parseRange);
  return (exchange) => {
    const hops = (exchange.headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
    let { remote } = exchange;
    // Each proxy adds whom it has seen at the end; the first who is none of ours is the peer.
    while (isOurs(remote, ranges)) {
      const hop = hops.pop();
      if (hop === undefined || !ipaddr.isValid(hop)) break;
      remote = hop;
    }
    return handler({ ...exchange, remote });
  };
}

const parseRange = (text: string): Range =>
  ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);

function isOurs(text: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return ranges.some(
    ([start, bits]) => address.kind() === start.kind() && address.match(start, bits),
  );
}
