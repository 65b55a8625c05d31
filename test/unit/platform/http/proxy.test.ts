// Whom a proxy speaks for, and whose word counts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../../src/core/ports/http-server.ts';
import { behindProxy } from '../../../../src/platform/http/proxy.ts';

async function peer(remote: string, forwarded: string | undefined, proxies: readonly string[]) {
  let seen = '';
  const handler = behindProxy(async (exchange) => {
    seen = exchange.remote;
    return { status: 200 };
  }, proxies);
  const headers: Record<string, string> =
    forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const exchange: Exchange = {
    method: 'GET',
    path: '/',
    query: '',
    headers,
    body: new Uint8Array(),
    remote,
    signal: new AbortController().signal,
  };
  await handler(exchange);
  return seen;
}

test('a proxy of ours says who the peer is', async () => {
  assert.equal(await peer('127.0.0.1', '203.0.113.9', ['127.0.0.1']), '203.0.113.9');
  assert.equal(await peer('::ffff:10.1.2.3', '2001:db8::1', ['10.0.0.0/8']), '2001:db8::1');
});

test('through several proxies of ours the last who is none of them counts, and no word before his', async () => {
  const proxies = ['10.0.0.0/8', '127.0.0.1'];
  const forwarded = '198.51.100.1, 203.0.113.9, 10.0.0.7';
  assert.equal(await peer('127.0.0.1', forwarded, proxies), '203.0.113.9');
});

test('the word of anybody else does not count', async () => {
  assert.equal(await peer('203.0.113.9', '127.0.0.1', ['127.0.0.1']), '203.0.113.9');
  assert.equal(await peer('127.0.0.1', '203.0.113.9', []), '127.0.0.1');
});

test('a proxy that says nothing, or nonsense, is the peer itself', async () => {
  assert.equal(await peer('127.0.0.1', undefined, ['127.0.0.1']), '127.0.0.1');
  assert.equal(await peer('127.0.0.1', 'unknown', ['127.0.0.1']), '127.0.0.1');
});
