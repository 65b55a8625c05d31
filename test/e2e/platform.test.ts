// The platform as its operator runs it: TLS, provisioning, long polls, backup and accounts, over real sockets.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as tlsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, holdfast, type Running, startHoldfast } from '../support/holdfast.ts';
import { until } from '../support/until.ts';

const tls = join(import.meta.dirname, '..', 'contract', 'tls');
const ca = readFileSync(join(tls, 'valid.pem'), 'utf8');

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request by TLS, on a connection of its own. */
const send = (port: number, path: string, { method = 'GET', headers = {}, body = '' }: Call = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const request = tlsRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { ...length, ...headers },
        ca,
        servername: 'localhost',
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });

async function openFolder(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-platform-'));
  const running = new Set<Running>();
  t.after(async () => {
    await Promise.all([...running].map((process) => process.end('SIGKILL')));
    rmSync(dir, { recursive: true });
  });
  const config = join(dir, 'platform.yaml');
  writeFileSync(config, `tls: { cert: ${join(tls, 'valid.pem')}, key: ${join(tls, 'key.pem')} }\n`);
  const start = async (name: string, port: number) => {
    const data = join(dir, name);
    const listen = `127.0.0.1:${port}`;
    const process = startHoldfast(
      'platform',
      '--config',
      config,
      '--listen',
      listen,
      '--data',
      data,
    );
    running.add(process);
    await until(
      `${name} answers`,
      async () => (await send(port, '/healthz').catch(() => undefined))?.status === 200,
    );
    const rootCik = readFileSync(join(data, 'root-cik'), 'utf8').trim();
    const call = async (cik: string, procedure: string, ...args: unknown[]) => {
      const body = JSON.stringify({
        auth: { cik },
        calls: [{ id: 1, procedure, arguments: args }],
      });
      const { text } = await send(port, '/onep:v1/rpc/process', { method: 'POST', body });
      return JSON.parse(text)[0];
    };
    const rpc = async (...given: Parameters<typeof call>) => {
      const answer = await call(...given);
      assert.equal(answer.status, 'ok', JSON.stringify(answer));
      return answer.result;
    };
    return { process, data, rootCik, call, rpc };
  };
  return { dir, config, start };
}

test('a platform speaks TLS, hands keys to devices, is backed up while it runs, and restored', {
  timeout: 120_000,
}, async (t) => {
  const { dir, start } = await openFolder(t);
  const port = await freePort();
  const { process, data, rootCik, rpc } = await start('a', port);
  assert.match(process.journal(), /https:\/\/127\.0\.0\.1/);

  // A vendor, a model, a device.
  const template = await rpc(rootCik, 'create', 'client', { limits: { dataport: 'inherit' } });
  const { key } = await rpc(rootCik, 'info', template, { key: true });
  const float = await rpc(key, 'create', 'dataport', { format: 'float' });
  await rpc(key, 'map', 'alias', float, 'temperature');
  const root = await rpc(rootCik, 'lookup', 'aliased', '');
  const headers = { 'x-exosite-cik': rootCik };
  const manage = (path: string, body: string) =>
    send(port, `/provision/${path}`, { method: 'POST', headers, body });
  const registered = await manage('register', 'vendor=acme');
  assert.deepEqual([registered.status, registered.text], [205, '']);
  assert.equal(registered.headers['content-length'], '0');
  assert.equal((await manage('manage/model/', `model=m1&rid=${template}`)).status, 205);
  assert.equal((await manage('manage/model/m1/', 'sn=00:01')).status, 205);
  assert.equal((await manage('manage/model/m1/00:01', `enable=true&owner=${root}`)).status, 200);
  const activation = { method: 'POST', body: 'vendor=acme&model=m1&sn=00:01' };
  const activated = await send(port, '/provision/activate', activation);
  assert.match(activated.text, /^[0-9a-f]{40}$/);
  const device = { 'x-exosite-cik': activated.text };

  // The device writes, reads and polls.
  const path = '/onep:v1/stack/alias';
  const write = (value: string) =>
    send(port, path, { method: 'POST', headers: device, body: `temperature=${value}` });
  const poll = send(port, `${path}?temperature`, {
    headers: { ...device, 'request-timeout': '60000' },
  });
  // A poll that came after one write hears the next.
  const heard = until('the poll ends', async () => {
    assert.equal((await write('21.5')).status, 204);
    return Promise.race([poll, sleep(300, undefined)]);
  });
  assert.equal((await heard).text, 'temperature=21.5');
  assert.equal(
    (await send(port, `${path}?temperature`, { headers: device })).text,
    'temperature=21.5',
  );

  // Backup and an account beside the running server.
  assert.equal(statSync(join(data, 'control.sock')).mode & 0o777, 0o600);
  const account = await holdfast('platform', 'account', 'add', 'anna', '--data', data, '--json');
  assert.equal(account.code, 0, account.err);
  assert.equal(JSON.parse(account.out).xdrive.username, 'anna');
  const out = join(dir, 'platform.backup');
  const backup = await holdfast('platform', 'backup', '--data', data, '--out', out);
  assert.equal(backup.code, 0, backup.err);
  assert.equal(statSync(out).mode & 0o777, 0o600);
  const restored = await holdfast('platform', 'restore', '--data', join(dir, 'b'), '--in', out);
  assert.equal(restored.code, 0, restored.err);

  // The other platform knows the device, its value and the account.
  const otherPort = await freePort();
  const other = await start('b', otherPort);
  assert.equal(other.rootCik, rootCik);
  const there = await send(otherPort, `${path}?temperature`, { headers: device });
  assert.equal(there.text, 'temperature=21.5');
  const twice = await holdfast('platform', 'account', 'add', 'anna', '--data', other.data);
  assert.deepEqual([twice.code, twice.out], [1, '']);
  assert.match(twice.err, /there is an account anna already/);

  const { text: metrics } = await send(port, '/metrics');
  assert.match(
    metrics,
    /^holdfast_platform_requests_total\{mount="\/provision\/",status="205"\} 3$/m,
  );
  assert.ok(!metrics.includes(rootCik) && !process.journal().includes(rootCik));
});

test('a stop ends the long polls at once, and what a kill leaves does not hinder the next start', {
  timeout: 120_000,
}, async (t) => {
  const { start } = await openFolder(t);
  const port = await freePort();
  const first = await start('a', port);
  await first.process.end('SIGKILL');
  const second = await start('a', port);
  assert.equal(second.rootCik, first.rootCik);
  const account = ['platform', 'account', 'add', 'bert', '--data', second.data];
  assert.equal((await holdfast(...account)).code, 0, 'through the socket of the second life');

  const rid = await second.rpc(second.rootCik, 'create', 'dataport', { format: 'float' });
  const polls = [1, 2, 3].map(() => second.call(second.rootCik, 'wait', rid));
  await until('all wait', async () =>
    (await send(port, '/metrics')).text.includes('holdfast_platform_waiting 3'),
  );
  assert.equal(await second.process.end('SIGTERM'), 0);
  const statuses = (await Promise.all(polls)).map(({ status }) => status);
  assert.deepEqual(statuses, ['expire', 'expire', 'expire']);
});

test('a platform file that is wrong is exit 78, and each mistake is named', async (t) => {
  const { dir, config } = await openFolder(t);
  const listen = ['--listen', '127.0.0.1:0', '--data', join(dir, 'a')];
  writeFileSync(config, 'limits:\n  brust: 3\n');
  const wrong = await holdfast('platform', '--config', config, ...listen);
  assert.equal(wrong.code, 78);
  assert.match(
    wrong.err,
    /platform\.yaml:2:3 limits\.brust: unknown key \(did you mean "burst"\?\)/,
  );
  writeFileSync(config, `tls: { cert: ${config}, key: ${config} }\n`);
  const noCertificate = await holdfast('platform', '--config', config, ...listen);
  assert.equal(noCertificate.code, 78);
  assert.match(noCertificate.err, /certificate/);
});
