// The commands of a platform's folder, beside the running server and without it.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { addPlatformAccount } from '../../../../src/cli/platform/account.ts';
import { backupPlatform, restorePlatform } from '../../../../src/cli/platform/backup.ts';
import { startPlatform } from '../../../../src/cli/platform/start.ts';
import { createFakeAssets } from '../../../fakes/assets.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeControl } from '../../../fakes/control.ts';
import { createFakeFiles } from '../../../fakes/files.ts';
import { createFakeHttpServer } from '../../../fakes/http-server.ts';
import { createFakeJournal } from '../../../fakes/journal.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { createSeededRandom } from '../../../fakes/random.ts';
import { createFakeTerminal } from '../../../fakes/terminal.ts';

function openMachine() {
  const journal = createFakeJournal();
  const disk = createFakeDisk();
  return {
    disk,
    journal,
    clock: createFakeClock(),
    random: createSeededRandom(1),
    files: createFakeFiles(['/srv']),
    kv: disk.opener,
    control: createFakeControl(),
    server: createFakeHttpServer(journal),
    assets: createFakeAssets(),
    terminal: createFakeTerminal(),
  };
}
type Machine = ReturnType<typeof openMachine>;

async function start(t: TestContext, machine: Machine, dir = '/srv/a') {
  const started = await startPlatform(machine, { dir, host: '127.0.0.1', port: 0 });
  assert(started.ok, JSON.stringify(started));
  t.after(() => started.value.stop());
  return started.value;
}

const add = (machine: Machine, name: string, data = '/srv/a') =>
  addPlatformAccount({ name, data, json: true }, machine);

test('a backup is made beside the running server, and restored into another folder', async (t) => {
  const machine = openMachine();
  const { rootCik } = await start(t, machine);
  assert.equal(await backupPlatform({ data: '/srv/a', out: '/srv/b.backup' }, machine), 0);
  assert.equal(machine.files.modeOf('/srv/b.backup'), 0o600);
  assert.match(machine.terminal.output, /^\/srv\/b\.backup holds \d+ entries of 2026-01-01T/);
  assert.equal(await restorePlatform({ data: '/srv/b', in: '/srv/b.backup' }, machine), 0);
  assert.equal(machine.files.modeOf('/srv/b/secret'), 0o600);
  assert.equal((await start(t, machine, '/srv/b')).rootCik, rootCik);
});

test('a backup is made of a folder whose server does not run', async (t) => {
  const machine = openMachine();
  const { rootCik, stop } = await start(t, machine);
  await stop();
  assert.equal(await backupPlatform({ data: '/srv/a', out: '/srv/b.backup' }, machine), 0);
  assert.equal(await restorePlatform({ data: '/srv/b', in: '/srv/b.backup' }, machine), 0);
  assert.equal((await start(t, machine, '/srv/b')).rootCik, rootCik);
});

test('a folder without a platform has no backup, and none is made there', async () => {
  const machine = openMachine();
  assert.equal(await backupPlatform({ data: '/srv/none', out: '/srv/x' }, machine), 1);
  assert.match(machine.terminal.complaints, /^No backup: \/srv\/none\/secret/);
  const out = await machine.files.read('/srv/x', 1);
  assert.equal(out.ok ? 'ok' : out.failure.kind, 'not-found');
  assert.deepEqual(machine.disk.keys('/srv/none/store'), []);
});

test('a backup is never restored over a platform, and a damaged one not at all', async (t) => {
  const machine = openMachine();
  const { stop } = await start(t, machine);
  await backupPlatform({ data: '/srv/a', out: '/srv/b.backup' }, machine);
  assert.equal(await restorePlatform({ data: '/srv/a', in: '/srv/b.backup' }, machine), 1);
  assert.match(machine.terminal.complaints, /holds a platform already/);
  await stop();
  await machine.files.writeAtomic('/srv/bad', new Uint8Array(100), 0o600);
  assert.equal(await restorePlatform({ data: '/srv/b', in: '/srv/bad' }, machine), 1);
  assert.match(machine.terminal.complaints, /Not restored: not a backup/);
  assert.equal(await restorePlatform({ data: '/srv/b', in: '/srv/none' }, machine), 1);
  assert.equal(await restorePlatform({ data: '/srv/b', in: '/srv/b.backup' }, machine), 0);
});

test('an account is made by the running server, or in the store when none runs', async (t) => {
  const machine = openMachine();
  assert.equal(await add(machine, 'early'), 0, 'before the first start');
  const { stop } = await start(t, machine);
  assert.equal(await add(machine, 'anna'), 0);
  await stop();
  assert.equal(await add(machine, 'bert'), 0);
  const accounts = machine.terminal.output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    accounts.map(({ name }) => name),
    ['early', 'anna', 'bert'],
  );
  for (const account of accounts) {
    assert.deepEqual(Object.keys(account), ['name', 'xdrive', 'xtwip', 'tuyu']);
  }
  for (const name of ['early', 'anna', 'bert', 'no name'])
    assert.equal(await add(machine, name), 1);
  assert.match(machine.terminal.complaints, /there is an account anna already/);
});

test('for people the secrets of an account are printed in words', async () => {
  const machine = openMachine();
  assert.equal(await addPlatformAccount({ name: 'anna', data: '/srv/a' }, machine), 0);
  assert.match(
    machine.terminal.output,
    /^Account anna\n {2}Xdrive +username +anna\n +password +\S+\n {2}XTWIP +devKey +[0-9a-f]{40}\n {2}Tuyu +api_key +[0-9a-f]{40}\n +secret +[0-9a-f]{40}\n$/,
  );
});

test('words that the control socket does not know are refused', async (t) => {
  const machine = openMachine();
  await start(t, machine);
  for (const words of ['', '{', '{"do":"dance"}', '{"do":"account add"}']) {
    const asked = await machine.control.ask('/srv/a/control.sock', words);
    assert.equal(asked.ok ? 'ok' : asked.failure.kind, 'unsupported', words);
  }
});

test('a stopping platform ends the long polls and does not wait for them', async (t) => {
  const machine = openMachine();
  const { port, rootCik, stop } = await start(t, machine);
  const call = (procedure: string, ...args: readonly unknown[]) =>
    machine.server.call(port, {
      method: 'POST',
      target: '/onep:v1/rpc/process',
      body: JSON.stringify({
        auth: { cik: rootCik },
        calls: [{ id: 1, procedure, arguments: args }],
      }),
    });
  const text = async (answer: ReturnType<typeof call>) => {
    let all = '';
    for await (const piece of (await answer)?.pieces ?? []) all += piece;
    return all;
  };
  const created = await text(call('create', 'dataport', { format: 'float' }));
  const rid = JSON.parse(created)[0].result;
  const waiting = call('wait', rid, { timeout: 300_000 });
  while (machine.clock.waiting === 0) await machine.clock.settle();
  await stop();
  assert.equal(await text(waiting), '[{"id":1,"status":"expire"}]');
});
