// The beacon writes the status once a minute while the uplink is online, and leaves nothing behind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBeacon } from '../../../src/agent/beacon.ts';
import type { AgentStatus } from '../../../src/agent/status.ts';
import { failure } from '../../../src/core/failure.ts';
import { limits } from '../../../src/core/limits.ts';
import { err } from '../../../src/core/result.ts';
import type { Rpc } from '../../../src/uplink/onep/rpc.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { exampleStatus } from '../endpoint/status-example.ts';

const online: AgentStatus = {
  ...exampleStatus,
  uplink: { ...exampleStatus.uplink, state: 'online' },
};

function createScene(status: () => AgentStatus = () => online) {
  const clock = createFakeClock();
  const calls: { procedure: string; arguments: unknown[] }[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  let answer: ReturnType<Rpc['call']> = Promise.resolve(err(failure('failing', 'no')));
  const rpc: Rpc = {
    requests: 0,
    call(texts, signal) {
      calls.push(...texts.map((text) => JSON.parse(`{${text}}`)));
      signals.push(signal);
      return answer;
    },
  };
  const beacon = createBeacon({ clock, rpc, status });
  const answerWith = (next: typeof answer) => {
    answer = next;
  };
  return { clock, calls, signals, beacon, answerWith };
}

test('the whole status goes to its dataport once a minute, also after a failure', async () => {
  const { clock, calls, beacon } = createScene();
  beacon.start();
  await clock.advance(limits.beaconMs - 1);
  assert.equal(calls.length, 0);
  await clock.advance(1 + 2 * limits.beaconMs);
  assert.equal(calls.length, 3);
  const [call] = calls;
  assert.equal(call?.procedure, 'write');
  assert.deepEqual(call?.arguments[0], { alias: 'agent_status' });
  assert.deepEqual(JSON.parse(String(call?.arguments[1])), online);
});

test('while the uplink is not online nothing is sent', async () => {
  let status: AgentStatus = exampleStatus;
  const { clock, calls, beacon } = createScene(() => status);
  beacon.start();
  await clock.advance(limits.beaconMs * 2);
  assert.equal(calls.length, 0);
  status = online;
  await clock.advance(limits.beaconMs);
  assert.equal(calls.length, 1);
});

test('a status too large for a dataport goes without its lists', async () => {
  const [channel] = online.channels;
  assert.ok(channel);
  const channels = Array.from({ length: 450 }, (_, i) => ({
    ...channel,
    name: `${'温'.repeat(30)}${i}`,
  }));
  const { clock, calls, beacon } = createScene(() => ({ ...online, channels }));
  beacon.start();
  await clock.advance(limits.beaconMs);
  const said = String(calls[0]?.arguments[1]);
  assert.ok(Buffer.byteLength(said) <= limits.stringValueBytes);
  assert.deepEqual(JSON.parse(said), { ...online, channels: [], sources: [] });
});

test('while one is under way no other is sent', async () => {
  const { clock, calls, beacon, answerWith } = createScene();
  answerWith(new Promise(() => {}));
  beacon.start();
  await clock.advance(limits.beaconMs * 3);
  assert.equal(calls.length, 1);
});

test('a stop cuts the request off, waits for its end and leaves no timer', async () => {
  const { clock, signals, beacon, answerWith } = createScene();
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Rpc['call']>>>();
  answerWith(promise);
  beacon.start();
  await clock.advance(limits.beaconMs);
  let stopped = false;
  const stopping = beacon.stop().then(() => {
    stopped = true;
  });
  await clock.settle();
  assert.equal(signals[0]?.aborted, true);
  assert.equal(stopped, false);
  resolve(err(failure('closed', 'aborted')));
  await stopping;
  assert.equal(clock.waiting, 0);
});
