// Replies: the forms in which the platform answers over HTTP.

import type { Reply } from '../core/ports/http-server.ts';

/** `body` is JSON text. The type of content is the vendor's, to the letter. */
export const jsonReply = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body,
});

/** For a key that has made more requests than it may. */
export const tooMany = (afterMs: number): Reply =>
  textReply(429, 'too many requests\n', { 'retry-after': String(Math.ceil(afterMs / 1000)) });

export const textReply = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});
