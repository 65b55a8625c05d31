// `enroll` against our own platform: the key that it writes is one that works.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enroll } from '../../../src/cli/enroll.ts';
import { createFakeFiles } from '../../fakes/files.ts';
import { createFakeHttp } from '../../fakes/http.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';
import { openTestPlatform } from '../../support/onep.ts';

test('the key works, belongs to the alias, and stays the same', async (t) => {
  const platform = await openTestPlatform();
  t.after(() => platform.close());
  const http = createFakeHttp({ clock: platform.clock });
  http.serve(platform.handle);
  const files = createFakeFiles(['/keys']);
  const keyIn = async (file: string) => {
    const read = await files.read(file, 100);
    assert.ok(read.ok);
    return new TextDecoder().decode(read.value).trim();
  };
  const run = (device: string, cikFile: string) =>
    enroll(
      { platform: 'http://platform', ownerCik: platform.root.cik, device, cikFile },
      { http, clock: platform.clock, files, terminal: createFakeTerminal() },
    );

  assert.equal(await run('greenhouse-1', '/keys/one'), 0);
  assert.equal(await run('greenhouse-1', '/keys/again'), 0);
  assert.equal(await run('greenhouse-2', '/keys/two'), 0);
  const cik = await keyIn('/keys/one');
  assert.equal(await keyIn('/keys/again'), cik);
  assert.notEqual(await keyIn('/keys/two'), cik);

  const rid = await platform.need(platform.root, 'lookup', 'aliased', 'greenhouse-1');
  assert.equal(await platform.need({ cik }, 'lookup', 'aliased', ''), rid);
  const port = await platform.need({ cik }, 'create', 'dataport', { format: 'float' });
  assert.equal(typeof port, 'string', 'its limits are those of the owner');
});

test('a key that the platform does not know is refused', async (t) => {
  const platform = await openTestPlatform();
  t.after(() => platform.close());
  const http = createFakeHttp({ clock: platform.clock });
  http.serve(platform.handle);
  const terminal = createFakeTerminal();
  const options = {
    platform: 'http://platform',
    ownerCik: 'f'.repeat(40),
    device: 'd',
    cikFile: '/k',
  };
  const ports = { http, clock: platform.clock, files: createFakeFiles(), terminal };
  assert.equal(await enroll(options, ports), 1);
  assert.match(terminal.complaints, /the owner's key \(--owner-cik\) is not known there/);
});
