// Dispatches over real sockets: to a web server and a mail server of the test, and to nobody else.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { createMail, type MailSettings } from '../../../../src/io/mail.ts';
import { createResolver } from '../../../../src/io/resolver.ts';
import { createHttp } from '../../../../src/io/web/http.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { listenOn } from '../../../support/listen-on.ts';
import { openTestPlatform } from '../../../support/onep.ts';
import { openSmtpServer } from '../../../support/smtp.ts';
import { until } from '../../../support/until.ts';

const from = { from: 'platform@farm.test', security: 'none', host: '127.0.0.1' } as const;

async function openPlatform(t: TestContext, mail: MailSettings, allow: readonly string[]) {
  const http = createHttp();
  const outside = { http, resolver: createResolver(), mail: createMail(mail) };
  const options = { dispatch: { allow } };
  const platform = await openTestPlatform(createFakeDisk(), '/platform', options, { outside });
  t.after(async () => {
    await platform.close();
    await http.close();
  });
  const device = await platform.client(platform.root);
  return {
    platform,
    device,
    make: (method: string, recipient: string) =>
      platform.need(device, 'create', 'dispatch', { method, recipient, subject: 'Hot' }),
  };
}

/** A web server that answers the first request with 500, and keeps what it was sent. */
async function openWebServer(t: TestContext) {
  const heard: { method: string; url: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    heard.push({ method, url, body: await text(request) });
    response.writeHead(heard.length === 1 ? 500 : 204).end();
  });
  return { port: await listenOn(t, server), heard };
}

test('O13 http dispatches reach a real server, again when it fails, and only where it is allowed', async (t) => {
  const web = await openWebServer(t);
  const { platform, device, make } = await openPlatform(t, { ...from, port: 9 }, ['127.0.0.1']);
  const url = `http://localhost:${web.port}/hook?token=1`;
  const rid = await make('http_post', url);
  await platform.need(device, 'write', rid, 'on');
  await until('the first try', () => web.heard.length === 1);
  await until('the second try', async () => {
    await platform.clock.advance(1000);
    return web.heard.length === 2;
  });
  const [first, second] = web.heard;
  assert.equal(first?.method, 'POST');
  assert.equal(first.url, '/hook?token=1');
  assert.match(first.body, /^alias=&value=on&timestamp=\d+&message=on&delivery=[0-9a-f]{40}$/);
  assert.deepEqual(second, first);
});

test('O13 a dispatch to this machine is undelivered when its owner did not allow it', async (t) => {
  const web = await openWebServer(t);
  const { platform, device, make } = await openPlatform(t, { ...from, port: 9 }, []);
  for (const host of ['127.0.0.1', 'localhost', '2130706433']) {
    const rid = await make('http_get', `http://${host}:${web.port}/`);
    await platform.need(device, 'write', rid, 'on');
    await until('the verdict', async () => {
      const points = await platform.need(device, 'read', rid);
      return Array.isArray(points) && points[0][1] === 'undelivered';
    });
  }
  assert.deepEqual(web.heard, []);
});

test('O13 email dispatches reach a real mail server', async (t) => {
  const smtp = await openSmtpServer(t);
  const { platform, device, make } = await openPlatform(t, { ...from, port: smtp.port }, []);
  const rid = await make('email', 'owner@farm.test');
  await platform.need(device, 'write', rid, 'It is hot.');
  await until('the mail', () => smtp.received.length === 1);
  const [mail] = smtp.received;
  assert.deepEqual([mail?.from, mail?.to], ['platform@farm.test', ['owner@farm.test']]);
  assert.match(mail?.text ?? '', /^Subject: Hot$/m);
  assert.match(mail?.text ?? '', /\n\nIt is hot\.$/);
});
