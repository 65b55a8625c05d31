// Who may write through the endpoint: never a foreign web page, be it by its Origin or by a rebound name.

import type { Exchange } from '../../core/ports/http-server.ts';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const wildcards = new Set(['0.0.0.0', '::', '[::]']);
const address = /^(\[[0-9a-f:.]+\]|\d{1,3}(\.\d{1,3}){3})$/;

const withoutPort = (host: string): string => host.replace(/:\d+$/, '');
const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/**
 * Whether the request was meant for us. Host must be the listen address or a loopback name; when we
 * listen on all addresses, also any literal address, since only names can be rebound to us. Origin,
 * which browsers send with every POST, must be absent or our own.
 */
export function isOurs({ headers }: Exchange, listenHost: string): boolean {
  const host = (headers.host ?? '').toLowerCase();
  const name = withoutPort(host);
  const known =
    loopbackNames.has(name) ||
    name === bracketed(listenHost.toLowerCase()) ||
    (wildcards.has(listenHost) && address.test(name));
  const origin = headers.origin?.toLowerCase();
  return known && (origin === undefined || origin === `http://${host}`);
}
