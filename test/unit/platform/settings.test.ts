// The platform file: what it says, what is wrong with it, and the files that it names.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultSettings, readPlatformFile } from '../../../src/cli/platform/config/settings.ts';
import { createFakeFiles } from '../../fakes/files.ts';

async function read(text: string, named: Readonly<Record<string, string>> = {}, env = {}) {
  const files = createFakeFiles(['/etc/holdfast']);
  for (const [path, content] of Object.entries({ '/etc/p.yaml': text, ...named })) {
    await files.writeAtomic(path, new TextEncoder().encode(content), 0o600);
  }
  return readPlatformFile('/etc/p.yaml', { files, env });
}

const problems = async (...args: Parameters<typeof read>) => {
  const file = await read(...args);
  assert(!file.ok);
  return file.failure;
};

test('an empty file, and one of comments alone, say what holds without a file', async () => {
  for (const text of ['', '# nothing\n', '{}']) {
    const file = await read(text);
    assert(file.ok, text);
    assert.deepEqual(file.value, defaultSettings());
  }
});

test('the example says the defaults, and every key of it is taken when it is no comment', async () => {
  const path = join(import.meta.dirname, '../../../config/platform.example.yaml');
  const example = readFileSync(path, 'utf8');
  assert.ok((await read(example)).ok);
  const opened = example.replaceAll(/^#(?=( {2})?\w+:)/gm, '');
  const file = await read(opened, {
    '/etc/holdfast/cert.pem': 'CERT',
    '/etc/holdfast/key.pem': 'KEY',
    '/etc/holdfast/mail-password': 'secret\n',
  });
  assert(file.ok, JSON.stringify(file));
  assert.deepEqual(file.value.tls, { cert: 'CERT', key: 'KEY' });
  assert.equal(file.value.mail?.password, 'secret');
  assert.deepEqual(file.value.dispatch.allow, ['192.168.1.0/24']);
  assert.equal(file.value.limits.requestsPerSecond, 20);
});

test('every mistake is named with its line, its column and what was probably meant', async () => {
  const text = 'tsl: {}\nlimits:\n  requestsPerSecond: fast\ndispatch:\n  allow: [10.0.0.0/99]\n';
  assert.deepEqual(await problems(text), [
    '/etc/p.yaml:1:1 tsl: unknown key (did you mean "tls"?)',
    '/etc/p.yaml:1:6 tls.cert: is missing',
    '/etc/p.yaml:1:6 tls.key: is missing',
    '/etc/p.yaml:3:22 limits.requestsPerSecond: must be a number, not text',
    '/etc/p.yaml:5:11 dispatch.allow[0]: write an address or a range, such as 10.0.0.0/8',
  ]);
});

test('a named file that is not there, and a variable that is not set, are mistakes of the file', async () => {
  const mail = 'mail: { host: h, from: a@b, password: { env: NO } }\n';
  assert.deepEqual(
    await problems(`${mail}tls: { cert: /no, key: /etc/key }\n`, { '/etc/key': 'K' }),
    [
      '/etc/p.yaml:2:14 tls.cert: /no does not exist',
      '/etc/p.yaml:1:39 mail.password: the environment has no variable NO',
    ],
  );
  const file = await read(mail, {}, { NO: 'pass' });
  assert(file.ok);
  assert.equal(file.value.mail?.password, 'pass');
  assert.equal(file.value.mail.port, 587);
});
