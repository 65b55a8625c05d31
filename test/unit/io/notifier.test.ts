// The notifier where there is no service manager, or no way to it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../src/core/failure.ts';
import { err } from '../../../src/core/result.ts';
import type { LibcDoor } from '../../../src/io/libc.ts';
import { createNotifier } from '../../../src/io/notifier.ts';
import { createFakeJournal } from '../../fakes/journal.ts';

const closedDoor = (): LibcDoor & { opens: number } => ({
  opens: 0,
  opened: undefined,
  open() {
    this.opens++;
    return Promise.resolve(err(failure('unsupported', 'no build for this machine')));
  },
});

test('without NOTIFY_SOCKET nothing is loaded, and nobody watches', () => {
  const libc = closedDoor();
  const notifier = createNotifier({ libc, journal: createFakeJournal() }, {});
  notifier.ready();
  assert.equal(libc.opens, 0);
  assert.equal(notifier.watchdogMs, undefined);
});

test('the watchdog of another process is not ours', () => {
  const deps = { libc: closedDoor(), journal: createFakeJournal() };
  const watch = (pid: number) =>
    createNotifier(deps, { WATCHDOG_USEC: '2000000', WATCHDOG_PID: String(pid) }).watchdogMs;
  assert.equal(watch(process.pid), 1000);
  assert.equal(watch(process.pid + 1), undefined);
});

test('a machine without the door is told of once, and the words go nowhere', async () => {
  const journal = createFakeJournal();
  const notifier = createNotifier({ libc: closedDoor(), journal }, { NOTIFY_SOCKET: '/run/x' });
  notifier.ready();
  notifier.alive();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    journal.lines.map((line) => [line.event, line.fields.detail]),
    [['service manager unreachable', 'no build for this machine']],
  );
});
