// Resolver: from the name of a host to its addresses.

import type { Result } from '../result.ts';

/**
 * Contract. The addresses of the host as the machine would use them (its hosts file included), best
 * first, at least one; an address is its own. Failure: `offline` when the name has none, or nobody
 * could be asked.
 */
export interface Resolver {
  resolve(host: string): Promise<Result<readonly string[]>>;
}
