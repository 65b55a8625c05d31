// The page on installing, done as it says in a clean Debian: the services run, and systemd minds them.

import assert from 'node:assert/strict';
import { chmodSync, chownSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AgentStatus } from '../../../src/agent/status.ts';
import { createLine } from '../../support/pty.ts';
import { until } from '../../support/until.ts';
import { read, root } from '../../unit/tidy/tree.ts';
import { asRoot, missing } from '../needs.ts';
import { boot, type Container } from './container.ts';

const binary = `holdfast-linux-${process.arch}`;
const skip = missing(
  { what: join(root, 'dist', binary), how: `npm run pack -- --arch ${process.arch}` },
  { what: 'systemd-nspawn', how: 'apt-get install systemd-container' },
  { what: 'mmdebstrap', how: 'apt-get install mmdebstrap' },
  asRoot,
);

/** The group dialout has this number on every Debian (base-passwd). */
const dialout = 20;

/** What the reader has copied to a folder on the device. */
const folder = '/srv/holdfast';
const brought = [
  { from: join(root, 'dist', binary), to: `${folder}/${binary}` },
  { from: join(root, 'systemd'), to: `${folder}/systemd` },
  { from: join(root, 'config'), to: `${folder}/config` },
];

/** The blocks of a page that its reader runs in that folder. */
const stepsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => `cd ${folder}\n${block}`);

describe('a clean Debian', { skip }, () => {
  const line = createLine();
  let debian: Container;
  let talking: NodeJS.Timeout;

  before(async () => {
    const port = realpathSync(line.path);
    chownSync(port, 0, dialout);
    chmodSync(port, 0o660);
    debian = await boot([...brought, { from: port, to: '/dev/ttyUSB0' }]);
    let moisture = 0;
    talking = setInterval(() => {
      moisture = (moisture + 1) % 100;
      void line.send(`{"moisture":${moisture}}\n`);
    }, 200);
  });
  after(async () => {
    clearInterval(talking);
    await debian?.stop();
    line.dispose();
  });

  /** Properties of the agent's unit, as systemd has them now. */
  const unit = async (): Promise<Readonly<Record<string, string>>> => {
    const names = 'ActiveState,SubState,Result,MainPID,NRestarts,ExecMainStatus';
    const printed = await debian.sh(`systemctl show holdfast --property=${names}`);
    return Object.fromEntries(
      printed
        .trim()
        .split('\n')
        .map((pair) => pair.split('=', 2)),
    );
  };
  /** The agent's status, once it has delivered this many points. */
  const delivered = (points: number) =>
    until(`${points} points delivered`, async () => {
      const printed = await debian.sh('holdfast status --json').catch(() => undefined);
      const status: AgentStatus | undefined = printed && JSON.parse(printed);
      return status && status.ledger.delivered >= points && status;
    });
  /** Waits until systemd has started another process, and that one is ready. */
  const startedAnew = async (former: Readonly<Record<string, string>>) => {
    await until('another agent is ready', async () => {
      const { ActiveState, MainPID } = await unit();
      return ActiveState === 'active' && MainPID !== former.MainPID;
    });
  };

  test('the steps of the page succeed as they stand', async () => {
    const blocks = stepsOf('docs/installing.md');
    assert.ok(blocks.length >= 6);
    for (const block of blocks) await debian.sh(block);
    assert.equal((await unit()).ActiveState, 'active');
  });

  test('points of the serial line arrive at the platform', async () => {
    const { ledger, sources } = await delivered(3);
    assert.ok(ledger.balanced, JSON.stringify(ledger));
    assert.equal(sources[0]?.state, 'running');
  });

  test('the agent runs without rights, as the kernel sees it', async () => {
    const { MainPID } = await unit();
    const about = await debian.sh(`cat /proc/${MainPID}/status`);
    assert.match(about, /^NoNewPrivs:\s1$/m);
    assert.match(about, /^Seccomp:\s2$/m);
    assert.match(about, /^CapBnd:\s0+$/m);
    assert.doesNotMatch(about, /^Uid:\s0\b/m);
    assert.match(about, new RegExp(`^Groups:.*\\b${dialout}\\b`, 'm'));
  });

  test('an agent that hangs is started anew by the watchdog', async () => {
    // 30 s is right for a device, and long for a test.
    await debian.sh(`mkdir -p /run/systemd/system/holdfast.service.d
      printf '[Service]\\nWatchdogSec=5\\n' > /run/systemd/system/holdfast.service.d/lab.conf
      systemctl daemon-reload
      systemctl restart holdfast`);
    const former = await unit();
    await debian.sh(`kill -STOP ${former.MainPID}`);
    await startedAnew(former);
    const log = await debian.sh('journalctl -u holdfast --no-pager');
    assert.match(log, /Watchdog timeout/);
  });

  test('an agent that is killed is started anew, and accounts for every point', async () => {
    const former = await unit();
    await debian.sh(`kill -KILL ${former.MainPID}`);
    await startedAnew(former);
    const settled = await delivered(6);
    assert.ok(settled.ledger.balanced, JSON.stringify(settled.ledger));
  });

  test('a stop is orderly and takes less than its time', async () => {
    const startMs = performance.now();
    await debian.sh('systemctl stop holdfast');
    assert.ok(performance.now() - startMs < 6_000);
    const { ActiveState, Result, ExecMainStatus } = await unit();
    assert.deepEqual({ ActiveState, Result, ExecMainStatus }, stopped);
  });

  test('the platform stops as well, and nothing has failed', async () => {
    await debian.sh('systemctl stop holdfast-platform');
    assert.equal(await debian.sh('systemctl list-units --failed --plain --no-legend'), '');
  });
});

test('the short form in the README does the same', { skip }, async () => {
  const debian = await boot(brought);
  try {
    const [steps = '', ...others] = stepsOf('README.md');
    assert.deepEqual(others, []);
    await debian.sh(steps);
    assert.equal(await debian.sh('systemctl is-active holdfast'), 'active\n');
  } finally {
    await debian.stop();
  }
});

const stopped = { ActiveState: 'inactive', Result: 'success', ExecMainStatus: '0' };
