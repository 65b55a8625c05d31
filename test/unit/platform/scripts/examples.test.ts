// The examples of docs/wire/lua.md, each run as it stands there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createScriptWorker } from '../../../../src/io/lua/script-worker.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeHttp } from '../../../fakes/http.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { createFakeMail } from '../../../fakes/mail.ts';
import { createFakeResolver } from '../../../fakes/resolver.ts';
import { now, openTestPlatform, unlimited } from '../../../support/onep.ts';
import { until } from '../../../support/until.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/wire/lua.md'), 'utf8');
const examples = new Map(
  [...page.matchAll(/```lua\n(-- (\w+)\n.*?)```/gs)].map(([, source = '', name = '']) => [
    name,
    source,
  ]),
);

/** A platform with real scripts and a clock that the test moves: a script is waited for, and time is not. */
async function openWorld(t: TestContext) {
  const clock = createFakeClock();
  const http = createFakeHttp({ clock });
  const mail = createFakeMail();
  const resolver = createFakeResolver({ 'far.test': ['8.8.8.8'], 'sms.test': ['8.8.4.4'] });
  const heard: string[] = [];
  http.serve(async ({ method, path, headers, body }) => {
    const text = Buffer.from(body).toString();
    heard.push(`${method} ${path} ${headers.authorization ?? ''} ${decodeURIComponent(text)}`);
    return { status: 200 };
  });
  const platform = await openTestPlatform(
    createFakeDisk(),
    '/platform',
    { dispatch: { smsGateway: 'http://sms.test/send' } },
    { clock, scriptWorker: createScriptWorker(), outside: { http, resolver, mail } },
  );
  t.after(() => platform.close());
  const device = await platform.client(platform.root, { ...unlimited, name: 'greenhouse' });
  const all = { starttime: 0, limit: 1000, sort: 'asc' };
  const values = async (name: string): Promise<unknown[]> => {
    const points = await platform.need(device, 'read', { alias: name }, all);
    return (points as [number, unknown][]).map(([, value]) => value);
  };
  const pass = async (seconds: number) => clock.advance(seconds * 1000);
  const basic = async () => {
    const info = await platform.need(device, 'info', { alias: 'script' }, { basic: true });
    return (info as { basic: { status: string } }).basic;
  };
  return {
    platform,
    device,
    mail,
    heard,
    values,
    pass,
    basic,
    dataport: async (name: string, format = 'float') => {
      const rid = await platform.need(device, 'create', 'dataport', { format });
      await platform.need(device, 'map', 'alias', rid, name);
    },
    /** Runs the source until it waits, or ends. */
    run: async (source: string) => {
      const rule = { format: 'string', rule: { script: source } };
      const rid = await platform.need(device, 'create', 'datarule', rule);
      await platform.need(device, 'map', 'alias', rid, 'script');
      await until('the script waits', async () => (await basic()).status !== 'running');
    },
    /** A second later. */
    write: async (name: string, value: unknown) => {
      await pass(1);
      await platform.need(device, 'write', { alias: name }, value);
    },
    /** Resolves when the series is so; scripts take real time. */
    becomes: (name: string, expected: readonly unknown[]) =>
      until(`${name} is ${JSON.stringify(expected)}`, async () => {
        await pass(0);
        const found = await values(name);
        return JSON.stringify(found) === JSON.stringify(expected);
      }),
  };
}

type World = Awaited<ReturnType<typeof openWorld>>;

/** What each example is told, and what it makes of it. */
const stories: Readonly<Record<string, (world: World, source: string) => Promise<void>>> = {
  async threshold({ dataport, run, write, becomes, mail }, source) {
    await dataport('temperature');
    await dataport('alert', 'string');
    await run(source);
    for (const value of [29, 31, 32]) await write('temperature', value);
    await becomes('alert', ['31.0 degrees']);
    await write('temperature', 28);
    await write('temperature', 33.5);
    await becomes('alert', ['31.0 degrees', '33.5 degrees']);
    await until('both mails are sent', () => mail.taken.length === 2);
    assert.deepEqual(
      mail.taken.map(({ subject, text }) => [subject, text]),
      [
        ['Hot', 'It is 31 degrees.'],
        ['Hot', 'It is 33.5 degrees.'],
      ],
    );
  },
  async average({ platform, device, dataport, run, write, becomes }, source) {
    await dataport('temperature');
    await dataport('average');
    // One value a minute for two days, of which the older half is far off.
    const day = 24 * 60 * 60;
    const points = Array.from({ length: 2880 }, (_, at) => {
      const second = now - 2 * day + at * 60;
      return [second, second <= now - day ? 1000 : 10];
    });
    await platform.need(device, 'record', { alias: 'temperature' }, points);
    await run(source);
    await write('temperature', 10);
    await becomes('average', [10]);
  },
  async command({ dataport, run, write, becomes, pass }, source) {
    for (const name of ['level', 'full']) await dataport(name);
    await dataport('command', 'string');
    await run(source);
    await write('level', 50);
    await write('level', 19);
    await becomes('command', ['pump on']);
    await pass(100);
    await write('full', 1);
    await becomes('command', ['pump on', 'pump off']);
    await write('level', 10);
    await becomes('command', ['pump on', 'pump off', 'pump on']);
    await pass(599);
    await becomes('command', ['pump on', 'pump off', 'pump on']);
    await pass(1);
    await becomes('command', ['pump on', 'pump off', 'pump on', 'pump off']);
  },
  async silence({ dataport, run, write, pass, heard }, source) {
    await dataport('temperature');
    await run(source);
    const told = (count: number) =>
      until(`${count} messages`, async () => {
        await pass(0);
        return heard.length === count;
      });
    await pass(60);
    await told(1);
    await pass(120);
    await write('temperature', 20);
    await told(2);
    assert.match(heard[0] ?? '', /message=greenhouse is silent since 00:01/);
    assert.match(heard[1] ?? '', /message=greenhouse is back/);
  },
  async packet({ dataport, run, write, becomes, values, heard }, source) {
    await dataport('packet', 'string');
    await dataport('temperature');
    await run(source);
    await write('packet', '{"temperature": 21.5, "light": [1, 2]}');
    await becomes('temperature', [21.5]);
    await until('the server heard', () => heard.length === 1);
    assert.match(heard[0] ?? '', /^POST \/values Bearer 1 \{/);
    const body = JSON.parse(heard[0]?.split('Bearer 1 ')[1] ?? '');
    assert.deepEqual(body, { at: now + 1, value: 21.5 });
    await write('packet', 'noise');
    await becomes('script', ['line 11: not understood: noise']);
    assert.deepEqual(await values('temperature'), [21.5]);
  },
};

test('each example of the page has its test', () => {
  assert.deepEqual([...examples.keys()].sort(), Object.keys(stories).sort());
});

for (const [name, source] of examples) {
  test(`the example ${name} does what the page says`, async (t) => {
    const world = await openWorld(t);
    await stories[name]?.(world, source);
    assert.equal((await world.basic()).status, 'waiting');
  });
}

/** In the manner of the vendor's own examples: history, dates, what a write came to, a loop that ends. */
const small: readonly (readonly [what: string, source: string, said: readonly string[]])[] = [
  [
    'one second of history is written once, deleted and written again',
    `local input = alias['input']
     local second = now
     for _, value in ipairs({ 1, 2 }) do
       input[second] = value
       debug(input.status .. ' ' .. input[second])
     end
     input[second] = nil
     debug(input.status .. ' ' .. tostring(input[second]))
     input[second] = 3
     debug(input.status .. ' ' .. input[second])`,
    ['line 5: ok 1', 'line 5: invalid 1', 'line 8: ok nil', 'line 10: ok 3'],
  ],
  [
    'history is gone through up to a second',
    `local input = alias['input']
     local second = now
     for at = 1, 60 do input[second - 70 + at] = at end
     input.last = second - 70
     local sum = 0
     while true do
       local ts = input.wait(second - 20)
       if not ts then break end
       sum = sum + input[ts]
     end
     debug(sum .. ' ' .. input.status .. ' ' .. tostring(input.last == second - 20))`,
    [`line 11: ${(50 * 51) / 2} expired true`],
  ],
  [
    'dates are those of the zone',
    `debug(date('%H:%M'))
     debug(tostring(settimezone('America/Chicago')) .. date(' %H:%M'))
     debug(tostring(settimezone('Nowhere')) .. date('*t', 0).hour)
     debug(tostring(date('%Q')) .. ' ' .. select(2, date('%Q')))`,
    ['line 1: 00:00', 'line 2: true 18:00', 'line 3: false18', 'line 4: nil badspecifier'],
  ],
  [
    'what is not there is nil, and what cannot be done is said',
    `local input = alias['input']
     debug(tostring(alias['nobody']) .. tostring(input.value) .. tostring(input.timestamp))
     input.value = 'text'
     debug(input.status)
     debug(tostring(pcall(function() input.shape = 1 end)))
     debug(tostring(dispatch.email('nobody', 'a', 'b')))
     debug(select(2, dispatch.email('nobody', 'a', 'b')))
     debug(tostring(manage))`,
    [
      'line 2: nilnilnil',
      'line 4: invalid',
      'line 5: false',
      'line 6: false',
      'line 7: badarg',
      'line 8: nil',
    ],
  ],
  [
    'numbers and bits are Lua’s',
    `debug(bit32.band(12, 10) .. ' ' .. bit32.bxor(12, 10) .. ' ' .. bit32.extract(240, 4, 4))
     alias['input'].value = 20
     debug(alias['input'].value .. ' ' .. alias['input'].value / 8)`,
    ['line 1: 8 6 15', 'line 3: 20 2.5'],
  ],
];

for (const [what, source, said] of small) {
  test(`O30 ${what}`, async (t) => {
    const { dataport, run, becomes, basic } = await openWorld(t);
    await dataport('input');
    await run(source);
    await becomes('script', [said.join('\n')]);
    assert.equal((await basic()).status, 'completed');
  });
}
