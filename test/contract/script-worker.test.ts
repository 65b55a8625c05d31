// ScriptWorker: the fake and the worker of Lua keep one contract; what only Lua can do wrong comes after.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { ScriptCall, ScriptEnd, ScriptWorker } from '../../src/core/ports/script-worker.ts';
import { createClock } from '../../src/io/clock.ts';
import { createScriptWorker } from '../../src/io/lua/script-worker.ts';
import { createFakeScriptWorker, type FakeScript, spin } from '../fakes/script-worker.ts';

/** The same scripts in Lua, and as functions for the fake. */
const counting = 'debug(1) debug(2) debug(3)';
const failing = '\nerror("no water")';
const endless = 'while true do end';
const asking = 'local answer = alias["pump"] debug(answer.rid)';
const pausing = 'wait(1) while true do end';
const scripts: Readonly<Record<string, FakeScript>> = {
  [counting]: async (ask) => {
    for (const number of [1, 2, 3]) await ask('debug', `line 1: ${number}`);
  },
  [failing]: async () => {
    throw new Error('[string "..."]:2: no water');
  },
  [endless]: spin,
  [asking]: async (ask) => {
    const found = (await ask('find', 'pump')) as { readonly rid: string };
    await ask('debug', `line 1: ${found.rid}`);
  },
  [pausing]: async (ask) => {
    await ask('sleep', 1);
    await spin(ask);
  },
};

const subjects: Readonly<Record<string, () => ScriptWorker>> = {
  fake: () => createFakeScriptWorker(createClock(), scripts),
  lua: createScriptWorker,
};

const memoryBytes = 16 * 1024 * 1024;
const found = { status: 'ok', rid: 'r1', timestamp: 0 };

/** Starts a script whose calls are answered at once, unless the test says otherwise. */
function start(
  worker: ScriptWorker,
  source: string,
  { runMs = 5_000, before = async (_: ScriptCall): Promise<void> => {} } = {},
) {
  const calls: ScriptCall[] = [];
  const run = worker.start({
    source,
    memoryBytes,
    runMs,
    async answer(call) {
      calls.push(call);
      await before(call);
      return { value: found, runMs };
    },
  });
  return { ...run, calls };
}

for (const [name, open] of Object.entries(subjects)) {
  test(`${name}: a script that comes to its end is completed, its calls in order`, async () => {
    const run = start(open(), counting);
    assert.deepEqual(await run.ended, { kind: 'completed' });
    const said = run.calls.map(({ name, args }) => [name, ...args]);
    assert.deepEqual(said, [
      ['debug', 'line 1: 1'],
      ['debug', 'line 1: 2'],
      ['debug', 'line 1: 3'],
    ]);
  });

  test(`${name}: an answer comes back to the script that asked`, async () => {
    const run = start(open(), asking);
    assert.deepEqual(await run.ended, { kind: 'completed' });
    assert.deepEqual(run.calls.at(-1)?.args, ['line 1: r1']);
  });

  test(`${name}: an error is told with its line`, async () => {
    const run = start(open(), failing);
    assert.deepEqual(await run.ended, { kind: 'error', detail: '[string "..."]:2: no water' });
  });

  test(`${name}: the time in which a script waits for its answer does not count`, async () => {
    const run = start(open(), asking, { runMs: 200, before: () => setTimeout(500) });
    assert.deepEqual(await run.ended, { kind: 'completed' });
  });

  test(`${name}: a script that runs on past its time is ended, also after an answer`, async () => {
    for (const source of [endless, pausing]) {
      const run = start(open(), source, { runMs: 50 });
      assert.deepEqual(await run.ended, { kind: 'overtime' });
    }
  });

  test(`${name}: a script can be killed whatever it does, and asks for nothing any more`, async () => {
    const worker = open();
    const spinning = start(worker, endless, { runMs: 60_000 });
    spinning.kill();
    assert.deepEqual(await spinning.ended, { kind: 'killed' });
    const asked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const before = () => {
      asked.resolve();
      return release.promise;
    };
    const waiting = start(worker, counting, { before });
    await asked.promise;
    waiting.kill();
    waiting.kill();
    assert.deepEqual(await waiting.ended, { kind: 'killed' });
    release.resolve();
    await setTimeout(50);
    assert.equal(waiting.calls.length, 1);
  });
}

const overtime = /^overtime$/;
const memory = /^error .*not enough memory/;

/** What somebody may try, and how each must end. */
const hostile: readonly (readonly [name: string, source: string, end: RegExp])[] = [
  ['a loop', endless, overtime],
  ['a loop around pcall', 'while true do pcall(error) end', overtime],
  ['a pattern that never comes to an end', 'string.find(("a"):rep(1e4), ".-.-.-.-b$")', overtime],
  ['a repetition of nothing', 'string.rep("", 1e10)', overtime],
  ['a tail call for ever', 'local function f() return f() end f()', overtime],
  ['a bomb of tables', 'local t = {} while true do t[#t + 1] = {} end', memory],
  ['a string that doubles', 'local s = "x" while true do s = s .. s end', memory],
  ['one huge string', 'return #("x"):rep(1e9)', memory],
  ['a bomb that is caught', 'while true do pcall(string.rep, "x", 1e9) end', overtime],
  [
    'a bomb of closures',
    'local f while true do local g = f f = function() return g end end',
    memory,
  ],
  ['recursion', 'local function f() return 1 + f() end f()', /stack overflow|not enough memory/],
  [
    'recursion through C',
    'local function f() return (("a"):gsub("a", function() return f() end)) end f()',
    /C stack overflow/,
  ],
  [
    'coroutines in coroutines',
    'local function f() return coroutine.wrap(f)() end f()',
    /C stack overflow|not enough memory/,
  ],
  [
    'a crowd of coroutines',
    'local t = {} while true do t[#t + 1] = coroutine.create(function() end) end',
    memory,
  ],
  [
    'a sort that never agrees',
    'local t = {} for i = 1, 1e5 do t[i] = i end table.sort(t, function() return true end)',
    /^error /,
  ],
  [
    'an error that speaks for ever',
    'error(setmetatable({}, {__tostring = function() while true do end end}))',
    /^error an error that is a table$/,
  ],
  ['an error without a value', 'error()', /^error an error that is a nil$/],
  ['compiled code', '\u001bLua', /attempt to load a binary chunk/],
  ['nested brackets', `x = ${'('.repeat(10_000)}`, /C stack overflow|overflow/],
  ['format with a wide field', 'return string.format("%99999d", 1)', /invalid/],
  ['yielding where nobody resumes', 'coroutine.yield(1)', /outside a coroutine/],
  ['a call with a value that is nothing', 'alias.pump.value = print', /completed|^error/],
  ['a call with a table in itself', 'local t = {} t.t = t alias.pump.value = t', /nested too deep/],
  ['a call of too much', 'debug(("x"):rep(1e6))', /too much at once/],
];

for (const [name, source, expected] of hostile) {
  test(`lua: ${name} ends, and is told`, async () => {
    // What ends by itself has time to, on a busy machine too.
    const runMs = expected === overtime ? 500 : 20_000;
    const end = await start(createScriptWorker(), source, { runMs }).ended;
    assert.match(told(end), expected);
  });
}

const told = (end: ScriptEnd): string => ('detail' in end ? `${end.kind} ${end.detail}` : end.kind);

/** Each must be nil, or say so when called. */
const absent = [
  'io',
  'os',
  'package',
  'require',
  'load',
  'loadstring',
  'loadfile',
  'dofile',
  'collectgarbage',
  'print',
  'warn',
  'manage',
  'string.dump',
  '("").dump',
  'math.randomseed',
  'getmetatable(alias)',
  'getmetatable(alias.pump)',
  'getmetatable(_G)',
  'getmetatable(json.null)',
  'getmetatable(debug)',
  'getmetatable(coroutine.create(debug))',
  'getmetatable("").__index.dump',
];

test('lua: what would lead out is not there', async () => {
  const source = `
for name, value in pairs({${absent.map((path, at) => `a${at} = ${path}`).join(', ')}}) do
  if value then error(name .. ' is there') end
end
debug('done')`;
  const run = start(createScriptWorker(), source);
  assert.equal(told(await run.ended), 'completed');
});

test('lua: a script that spoils the tables it shares with the prelude spoils its own calls at most', async () => {
  const source = `
for name in pairs(string) do string[name] = function() error('mine') end end
for name in pairs(table) do table[name] = nil end
for name in pairs(math) do math[name] = nil end
getmetatable('').__index = function() error('mine') end
json.encode, json.decode = nil, nil
pcall, error, tostring, setmetatable = nil, nil, nil, nil
debug(alias.pump.rid)`;
  const run = start(createScriptWorker(), source);
  assert.equal(told(await run.ended), 'completed');
  assert.deepEqual(run.calls.at(-1)?.args, ['line 8: r1']);
});

test('lua: a script may ask from a coroutine, a comparison and a metamethod', async () => {
  const source = `
coroutine.wrap(function() debug('coroutine') end)()
table.sort({2, 1}, function(a, b) debug('comparison') return a < b end)
local t = setmetatable({}, {__index = function() debug('metamethod') end})
local _ = t.x`;
  const run = start(createScriptWorker(), source);
  assert.equal(told(await run.ended), 'completed');
  assert.deepEqual(
    [...new Set(run.calls.map(({ args }) => String(args[0]).split(' ').at(-1)))],
    ['coroutine', 'comparison', 'metamethod'],
  );
});

test('lua: text of every kind passes the border as it is', async () => {
  const text = 'é €\u{1f331} "quoted" \\ \n\t\u0001';
  const run = start(createScriptWorker(), `debug(json.decode([==[${JSON.stringify(text)}]==]))`);
  assert.equal(told(await run.ended), 'completed');
  assert.deepEqual(run.calls.at(-1)?.args, [`line 1: ${text}`]);
});

test('lua: many scripts at once hold nobody up, and all end', async () => {
  const worker = createScriptWorker();
  let ticks = 0;
  let longestMs = 0;
  let last = performance.now();
  const interval = setInterval(() => {
    ticks += 1;
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 5);
  const runs = Array.from({ length: 24 }, (_, at) =>
    start(worker, hostile[at % hostile.length]?.[1] ?? '', { runMs: 300 }),
  );
  const ends = await Promise.all(runs.map(({ ended }) => ended));
  clearInterval(interval);
  assert(ends.every(({ kind }) => kind === 'error' || kind === 'overtime' || kind === 'completed'));
  assert(ticks > 20, `only ${ticks} ticks`);
  assert(longestMs < 2_000, `nothing else ran for ${longestMs} ms`);
});
