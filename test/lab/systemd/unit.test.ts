// The unit files, by systemd's own judgement: no line it does not know, and little left to attack.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { missing } from '../needs.ts';

const how = 'apt-get install systemd';
const skip = missing({ what: 'systemd-analyze', how }, { what: 'systemd-sysusers', how });
const folder = join(import.meta.dirname, '../../../systemd');
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-units-'));
after(() => rmSync(scratch, { recursive: true }));

const exposures = { 'holdfast.service': 1.5, 'holdfast-platform.service': 1.2 };

for (const [unit, highest] of Object.entries(exposures)) {
  test(`systemd finds nothing wrong in ${unit}`, { skip }, () => {
    // The verifier wants the program to be there; any program will do.
    const copy = join(scratch, unit);
    const text = readFileSync(join(folder, unit), 'utf8');
    assert.match(text, /^ExecStart=\/usr\/bin\/holdfast /m);
    writeFileSync(copy, text.replace('=/usr/bin/holdfast ', `=${process.execPath} `));
    const { status, output } = run('systemd-analyze', ['verify', '--man=no', copy]);
    assert.deepEqual({ status, output }, { status: 0, output: '' });
  });

  test(`${unit} is exposed by ${highest} at most, of 10`, { skip }, () => {
    const threshold = `--threshold=${Math.round(highest * 10)}`;
    const args = ['security', '--offline=yes', threshold, '--no-pager', join(folder, unit)];
    const { status, output } = run('systemd-analyze', args);
    assert.equal(status, 0, output);
  });
}

test('a threshold below the exposure fails: the gate can close', { skip }, () => {
  const unit = join(folder, 'holdfast.service');
  const args = ['security', '--offline=yes', '--threshold=5', '--no-pager', unit];
  assert.notEqual(run('systemd-analyze', args).status, 0);
});

test('on a system without them, the users, groups and folders are made', { skip }, () => {
  mkdirSync(join(scratch, 'etc'));
  const users = join(folder, 'holdfast.sysusers.conf');
  const folders = join(folder, 'holdfast.tmpfiles.conf');
  const made = run('systemd-sysusers', [`--root=${scratch}`, users]);
  assert.equal(made.status, 0, made.output);
  const groups = readFileSync(join(scratch, 'etc/group'), 'utf8');
  for (const group of ['dialout', 'gpio', 'i2c']) {
    assert.match(groups, new RegExp(`^${group}:x:\\d+:holdfast$`, 'm'));
  }
  const laid = run('systemd-tmpfiles', [`--root=${scratch}`, '--create', folders]);
  // Only root may give a folder away; for others it is enough that the lines were understood.
  if (process.getuid?.() === 0) assert.equal(laid.status, 0, laid.output);
  assert.doesNotMatch(laid.output, /holdfast\.tmpfiles\.conf:\d+/);
});

function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
