// The same words on the fake and through a real datagram socket, by path and by abstract name.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Notifier } from '../../src/core/ports/notifier.ts';
import { createLibcDoor } from '../../src/io/libc.ts';
import { createNotifier } from '../../src/io/notifier.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { createFakeNotifier } from '../fakes/notifier.ts';
import { listenForNotify } from './notify-socket.ts';

interface Subject {
  readonly notifier: Notifier;
  readonly said: () => readonly string[];
}

const real = (t: TestContext, address: string): Subject => {
  const socket = listenForNotify(address);
  t.after(() => socket.close());
  const deps = { libc: createLibcDoor(), journal: createFakeJournal() };
  const env = { NOTIFY_SOCKET: address, WATCHDOG_USEC: '3000000' };
  return { notifier: createNotifier(deps, env), said: socket.received };
};

const subjects: Record<string, (t: TestContext) => Subject> = {
  fake: () => {
    const notifier = createFakeNotifier({ watchdogMs: 1500 });
    return { notifier, said: () => notifier.said };
  },
  'socket by path': (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'holdfast-notify-'));
    t.after(() => rmSync(dir, { recursive: true }));
    return real(t, join(dir, 'notify'));
  },
  'socket by abstract name': (t) => real(t, `@holdfast-test-${process.pid}`),
};

for (const [name, make] of Object.entries(subjects)) {
  describe(`notifier (${name})`, () => {
    test('every word arrives, in order, a status on one line', async (t) => {
      const { notifier, said } = make(t);
      notifier.ready();
      notifier.status('sampling\nand shipping');
      notifier.alive();
      notifier.stopping();
      while (said().length < 4) await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(said(), [
        'READY=1',
        'STATUS=sampling and shipping',
        'WATCHDOG=1',
        'STOPPING=1',
      ]);
    });

    test('the watchdog is to be fed twice within its limit', (t) => {
      assert.equal(make(t).notifier.watchdogMs, 1500);
    });
  });
}
