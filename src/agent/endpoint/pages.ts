// Pages: answers for the files of a web page, with the headers that keep it to itself.

import type { Assets } from '../../core/ports/assets.ts';
import type { Reply } from '../../core/ports/http-server.ts';

/** Nothing from elsewhere is loaded, and nobody may frame the page. The chart library styles elements. */
const headers = {
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/** Under this path lie the files of every page. */
export const assetsPath = '/assets/';

/** The page `index` at `/`, and every asset under `/assets/`; undefined for any other path. */
export function pageReply(assets: Assets, index: string, path: string): Reply | undefined {
  if (path !== '/' && !path.startsWith(assetsPath)) return undefined;
  const asset = assets.get(path === '/' ? index : path.slice(assetsPath.length));
  if (asset === undefined) return undefined;
  return { status: 200, headers: { ...headers, 'Content-Type': asset.type }, body: asset.body };
}
