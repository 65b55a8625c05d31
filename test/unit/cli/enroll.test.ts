// `enroll` against a platform that is played call by call.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enroll } from '../../../src/cli/enroll.ts';
import { failure } from '../../../src/core/failure.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeFiles } from '../../fakes/files.ts';
import { createFakeHttp } from '../../fakes/http.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';

const ownerCik = 'a'.repeat(40);
const deviceCik = 'b'.repeat(40);
const rid = 'c'.repeat(40);
const file = '/var/lib/holdfast/cik';

interface Call {
  readonly id: number;
  readonly procedure: string;
  readonly arguments: readonly unknown[];
}
type Answer = { readonly status: string; readonly result?: unknown };

/** A platform whose owner has the aliases in `rids`; `overrides` answers in its place. */
function createWorld(overrides: Readonly<Record<string, Answer>> = {}) {
  const clock = createFakeClock();
  const http = createFakeHttp({ clock });
  const files = createFakeFiles();
  const terminal = createFakeTerminal();
  const rids = new Map<string, string>();
  const calls: Call[] = [];

  const answers: Readonly<Record<string, (args: readonly unknown[]) => Answer>> = {
    lookup: ([, alias]) => {
      const found = rids.get(String(alias));
      return found ? { status: 'ok', result: found } : { status: 'invalid' };
    },
    create: () => ({ status: 'ok', result: rid }),
    map: ([, mapped, alias]) => {
      rids.set(String(alias), String(mapped));
      return { status: 'ok' };
    },
    info: () => ({ status: 'ok', result: { basic: { type: 'client' }, key: deviceCik } }),
    drop: () => ({ status: 'ok' }),
  };
  http.serve(async ({ path, body }) => {
    assert.equal(path, '/onep:v1/rpc/process');
    const request = JSON.parse(Buffer.from(body).toString());
    if (!('cik' in request.auth) || request.auth.cik !== ownerCik)
      return { status: 200, body: JSON.stringify({ error: { code: 401, message: 'Invalid' } }) };
    calls.push(...request.calls);
    const replies = request.calls.map((call: Call) => ({
      id: call.id,
      ...(overrides[call.procedure] ?? answers[call.procedure]?.(call.arguments)),
    }));
    return { status: 200, body: JSON.stringify(replies) };
  });

  const run = (more: { cik?: string; force?: boolean } = {}) =>
    enroll(
      {
        platform: 'http://platform.example',
        ownerCik: more.cik ?? ownerCik,
        device: 'greenhouse-1',
        cikFile: file,
        force: more.force ?? false,
      },
      { http, clock, files, terminal },
    );
  const written = async () => {
    const read = await files.read(file, 1_000);
    return read.ok ? new TextDecoder().decode(read.value) : undefined;
  };
  const holds = async (text: string) => {
    await files.makeDir('/var/lib/holdfast', 0o755);
    await files.writeAtomic(file, new TextEncoder().encode(text), 0o600);
  };
  const procedures = () => calls.map(({ procedure }) => procedure);
  return { http, files, terminal, rids, calls, run, written, holds, procedures };
}

test('a device that is not there is made, with an alias and all limits inherited', async () => {
  const world = createWorld();
  assert.equal(await world.run(), 0);
  assert.equal(await world.written(), `${deviceCik}\n`);
  assert.equal(world.files.modeOf(file), 0o600);
  assert.deepEqual(world.procedures(), ['lookup', 'create', 'map', 'info']);
  const [type, description] = world.calls[1]!.arguments as [
    string,
    { name: string; limits: object },
  ];
  assert.equal(type, 'client');
  assert.equal(description.name, 'greenhouse-1');
  assert.equal(Object.keys(description.limits).length, 14);
  assert.deepEqual([...new Set(Object.values(description.limits))], ['inherit']);
  assert.equal(world.rids.get('greenhouse-1'), rid);
  assert.match(world.terminal.output, /^made greenhouse-1 at .*; its key is in .*\n$/);
});

test('a device that is there is found by its alias, and nothing is made', async () => {
  const world = createWorld();
  world.rids.set('greenhouse-1', rid);
  assert.equal(await world.run(), 0);
  assert.equal(await world.written(), `${deviceCik}\n`);
  assert.deepEqual(world.procedures(), ['lookup', 'info']);
});

test('enrolling again changes nothing and is no error', async () => {
  const world = createWorld();
  assert.equal(await world.run(), 0);
  assert.equal(await world.run(), 0);
  assert.match(world.terminal.output, /\nfound greenhouse-1 .* in .* already\n$/);
});

test('the key of another device is kept, unless forced', async () => {
  const world = createWorld();
  world.rids.set('greenhouse-1', rid);
  await world.holds(`${'d'.repeat(40)}\n`);
  assert.equal(await world.run(), 1);
  assert.equal(await world.written(), `${'d'.repeat(40)}\n`);
  assert.match(world.terminal.complaints, /--force/);
  assert.equal(await world.run({ force: true }), 0);
  assert.equal(await world.written(), `${deviceCik}\n`);
});

test('no device is made whose key could not be written', async () => {
  const world = createWorld();
  await world.holds('not even a key');
  assert.equal(await world.run(), 1);
  assert.deepEqual(world.procedures(), ['lookup']);
  assert.equal(await world.written(), 'not even a key');
});

test('a device that gets no alias is dropped again', async () => {
  const world = createWorld({ map: { status: 'limit' } });
  assert.equal(await world.run(), 1);
  assert.deepEqual(world.procedures(), ['lookup', 'create', 'map', 'drop']);
  assert.deepEqual(world.calls.at(-1)?.arguments, [rid]);
  assert.equal(await world.written(), undefined);
});

test('an alias of something else than a client is refused', async () => {
  const world = createWorld({ info: { status: 'ok', result: { basic: { type: 'dataport' } } } });
  world.rids.set('greenhouse-1', rid);
  assert.equal(await world.run(), 1);
  assert.match(world.terminal.complaints, /belongs to a dataport/);
});

test('a platform that cannot be reached is 75, one that says no is 1', async () => {
  const away = createWorld();
  away.http.serve(undefined);
  assert.equal(await away.run(), 75);
  const failing = createWorld();
  failing.http.next({ status: 502 });
  assert.equal(await failing.run(), 75);
  const stranger = createWorld();
  assert.equal(await stranger.run({ cik: 'e'.repeat(40) }), 1);
  assert.match(
    stranger.terminal.complaints,
    /: the owner's key \(--owner-cik\) is not known there\n$/,
  );
  const full = createWorld({ create: { status: 'limit' } });
  assert.equal(await full.run(), 1);
  const elsewhere = createWorld();
  elsewhere.http.next({ status: 200, body: '<html>' });
  assert.equal(await elsewhere.run(), 1);
  for (const { terminal } of [away, failing, stranger, full, elsewhere])
    assert.match(
      terminal.complaints,
      /^http:\/\/platform\.example: no key for greenhouse-1: .+\n$/,
    );
});

test('a key that cannot be written is said so, with the device that has it', async () => {
  const world = createWorld();
  world.files.writeAtomic = async () => ({ ok: false, failure: failure('disk-full', 'no space') });
  assert.equal(await world.run(), 75);
  assert.match(world.terminal.complaints, /^made greenhouse-1 .*cannot write its key: no space\n$/);
});

test('keys are never told', async () => {
  const world = createWorld();
  await world.run();
  const told = world.terminal.output + world.terminal.complaints;
  assert.doesNotMatch(told, /[0-9a-f]{40}/);
});
