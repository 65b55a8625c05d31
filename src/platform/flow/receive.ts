// Receive: what happens when a value comes to a resource, and then to all that subscribe to it.
//
// All of it within the transaction of the write: who reads a subscriber after the write was answered sees
// what became of it, and no power cut lies between the two.

import type { Desk } from '../context.ts';
import { send } from '../dispatch/send.ts';
import type { DataResource } from '../resources/resource.ts';
import { subscribersOf } from '../resources/subscriptions.ts';
import { runRule } from '../rules/datarule.ts';
import type { Points } from '../series/points.ts';
import { noteFault } from './faults.ts';
import { openIntake } from './intake.ts';
import { keepPoints } from './keep.ts';
import { newWave, type Pulse, type Wave } from './wave.ts';

/** Values that the intake of the resource has passed, oldest first. */
export async function receive(
  desk: Desk,
  resource: DataResource,
  pulses: readonly Pulse[],
  wave: Wave = newWave(),
): Promise<void> {
  await emit(desk, resource, await workOf(desk, resource, pulses), wave);
}

/** What a resource makes of its input: a dataport nothing, a rule its condition, a dispatch what it sent. */
async function workOf(
  desk: Desk,
  resource: DataResource,
  pulses: readonly Pulse[],
): Promise<readonly Pulse[]> {
  switch (resource.type) {
    case 'dataport':
      return pulses;
    case 'datarule':
      return runRule(desk, resource, pulses);
    case 'dispatch':
      return send(desk, resource, pulses);
  }
}

/** Keeps what a resource puts out, and hands it on. The later value of one second replaces (ruling 1). */
export async function emit(
  desk: Desk,
  resource: DataResource,
  pulses: readonly Pulse[],
  wave: Wave = newWave(),
): Promise<void> {
  if (pulses.length === 0) return;
  await keepPoints(desk, resource, lastOfEachSecond(pulses), 'replace');
  await handOn(desk, resource, pulses, wave);
}

/** Hands values to the subscribers of a resource, each of which gets every one of them. */
export async function handOn(
  desk: Desk,
  source: DataResource,
  pulses: readonly Pulse[],
  wave: Wave = newWave(),
): Promise<void> {
  if (source.subscribers === 0 || pulses.length === 0) return;
  const path = [...wave.path, source.rid];
  for await (const subscriber of subscribersOf(desk, source)) {
    if (path.includes(subscriber.rid)) {
      await noteFault(desk, subscriber.rid, 'a cycle of subscriptions was cut here');
    } else if (wave.reach.left === 0) {
      await noteFault(
        desk,
        subscriber.rid,
        'a value did not come, for it went to too many already',
      );
    } else {
      wave.reach.left -= 1;
      const taken = await takeIn(desk, subscriber, pulses);
      await receive(desk, subscriber, taken, { ...wave, path });
    }
  }
}

/** What passes the intake; nobody is there to be told of the rest, so it is counted. */
async function takeIn(
  desk: Desk,
  resource: DataResource,
  pulses: readonly Pulse[],
): Promise<readonly Pulse[]> {
  const intake = await openIntake(desk, resource);
  const taken: Pulse[] = [];
  let reason = '';
  for (const { second, value } of pulses) {
    const passed = intake(value);
    if (passed.ok) taken.push({ second, value: passed.value });
    else reason = passed.failure;
  }
  const dropped = pulses.length - taken.length;
  if (dropped > 0) await noteFault(desk, resource.rid, reason, dropped);
  return taken;
}

function lastOfEachSecond(pulses: readonly Pulse[]): Points {
  const bySecond = new Map(pulses.map(({ second, value }) => [second, value]));
  const seconds = [...bySecond.keys()].sort((a, b) => a - b);
  return { seconds, values: seconds.map((second) => bySecond.get(second) ?? 0) };
}
