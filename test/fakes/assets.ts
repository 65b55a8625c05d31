// Assets whose body is their own name.

import type { Assets } from '../../src/core/ports/assets.ts';

export function createFakeAssets(...names: readonly string[]): Assets {
  const known = new Set(names);
  return {
    get: (name) =>
      known.has(name)
        ? { type: 'text/plain; charset=utf-8', body: new TextEncoder().encode(name) }
        : undefined,
  };
}
