// What both servers do to a request before a handler sees it: target, headers, whole body.

import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

export interface Target {
  readonly path: string;
  readonly query: string;
}

/** The decoded path and the raw query of a request line; undefined when its escapes are malformed. */
export function parseTarget(url: string): Target | undefined {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  try {
    return { path: decodeURIComponent(path), query: mark < 0 ? '' : url.slice(mark + 1) };
  } catch {
    return undefined;
  }
}

/** One string a name; repeated headers are joined with a comma, none is dropped. */
export const flatHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(', '),
    ]),
  );

/** How much of a refused body is read past, in bodies: a peer that still writes misses an early answer. */
const bodiesReadPast = 4;

/**
 * The whole body, or undefined when it is longer than `maxBytes`. An oversized body is read past and
 * not kept, so that the peer finishes writing and reads our 413; a much longer one is left unread.
 * Rejects when the peer leaves before the end.
 */
export async function readBody(source: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > maxBytes * bodiesReadPast) return undefined;
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks, bytes);
}
