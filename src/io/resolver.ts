// Addresses of hosts, as the machine itself finds them.

import { lookup } from 'node:dns/promises';
import { failure } from '../core/failure.ts';
import type { Resolver } from '../core/ports/resolver.ts';
import { err, ok } from '../core/result.ts';

export function createResolver(): Resolver {
  return {
    async resolve(host) {
      try {
        const found = await lookup(host, { all: true });
        return ok(found.map(({ address }) => address));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return err(failure('offline', `${host} has no address: ${code}`));
      }
    },
  };
}
