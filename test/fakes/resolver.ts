// A resolver that knows the hosts it was told of; every address is its own.

import { isIP } from 'node:net';
import { failure } from '../../src/core/failure.ts';
import type { Resolver } from '../../src/core/ports/resolver.ts';
import { err, ok } from '../../src/core/result.ts';

/** `hosts` may be changed between two questions, as a hostile name server would. */
export const createFakeResolver = (
  hosts: Record<string, readonly string[]> = { localhost: ['127.0.0.1'] },
): Resolver => ({
  async resolve(host) {
    const addresses = isIP(host) ? [host] : hosts[host];
    return addresses ? ok(addresses) : err(failure('offline', `${host} has no address: ENOTFOUND`));
  },
});
