// A hundred scripts at once, most of them up to no good: the platform answers all the while, and each ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createClock } from '../../src/io/clock.ts';
import { createScriptWorker } from '../../src/io/lua/script-worker.ts';
import { createPlatform } from '../../src/platform/platform.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { createFakeDisk } from '../fakes/kv.ts';
import { createSeededRandom } from '../fakes/random.ts';
import { ask, bodyText, request } from '../support/onep.ts';

/** Two of ten run until they are stopped. */
const sources = [
  'while true do end',
  'string.find(("a"):rep(1e4), ".-.-.-.-b$")',
  'local t = {} while true do t[#t + 1] = {} end',
  'local s = "x" while true do s = s .. s end',
  'error({})',
  'local function f() return coroutine.wrap(f)() end f()',
  'x = ((((((',
  'for at = 1, 20 do alias.mine.value = at end',
  'debug("fine")',
  'local function f() return (("a"):gsub("a", f)) end f()',
];

test('O30 a hundred scripts at once: the platform answers, and every one of them ends', async (t) => {
  const kv = await createFakeDisk().opener.open('/platform');
  assert(kv.ok);
  const deps = {
    kv: kv.value,
    clock: createClock(),
    random: createSeededRandom(7),
    journal: createFakeJournal(),
    secret: new Uint8Array(32),
    scriptWorker: createScriptWorker(),
  };
  const platform = await createPlatform(deps, { scriptsAtOnce: 8 });
  assert(platform.ok);
  const { handle, rootCik: cik, close } = platform.value;
  t.after(close);
  const rpc = async (calls: readonly (readonly unknown[])[]): Promise<{ result: unknown }[]> =>
    JSON.parse(bodyText(await ask(handle, request({ cik }, calls))));
  const [mine] = await rpc([['create', 'dataport', { format: 'integer' }]]);
  await rpc([['map', 'alias', mine?.result, 'mine']]);
  const creates = Array.from({ length: 100 }, (_, at) => {
    const rule = { script: sources[at % sources.length] };
    return ['create', 'datarule', { format: 'string', rule }];
  });
  const rids = (await rpc(creates)).map(({ result }) => result);
  const infos = rids.map((rid) => ['info', rid, { basic: true }]);
  let slowestMs = 0;
  let statuses: string[] = [];
  const deadline = performance.now() + 120_000;
  do {
    await setTimeout(20);
    const before = performance.now();
    const answers = await rpc(infos);
    slowestMs = Math.max(slowestMs, performance.now() - before);
    statuses = answers.map(({ result }) => (result as { basic: { status: string } }).basic.status);
  } while (
    performance.now() < deadline &&
    statuses.some((status) => status === 'running' || status === 'waiting')
  );
  const counts = Object.fromEntries(
    Object.entries(Object.groupBy(statuses, (status) => status)).map(([status, all]) => [
      status,
      all?.length,
    ]),
  );
  assert.deepEqual(counts, { error: 80, completed: 20 });
  // A hundred infos in one request, while two threads compute and others begin and end.
  assert(slowestMs < 2_000, `an answer took ${slowestMs} ms`);
  t.diagnostic(`the slowest answer took ${slowestMs.toFixed(0)} ms`);
});
