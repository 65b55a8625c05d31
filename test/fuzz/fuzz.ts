// Fuzz: bent requests for the platform's handlers; each must be answered, in one of the answer's forms.

import assert from 'node:assert/strict';
import type { Random } from '../../src/core/ports/random.ts';
import { createSeededRandom } from '../fakes/random.ts';
import {
  asBytes,
  ask,
  bodyText,
  openTestPlatform,
  request,
  type TestPlatform,
} from '../support/onep.ts';
import { mutateBytes, mutateTree, pick } from './mutate.ts';
import { callsOf, openWorld } from './seeds.ts';

/** After so many requests a new platform takes over: what they make may not slow down the rest. */
const requestsPerPlatform = 2000;
/** The longest that a `wait` may take, by the platform's clock. */
const longestWaitMs = 301_000;

/** What the requests came to: those that got as far as a call, and those of them that were granted. */
export interface Tally {
  requests: number;
  called: number;
  granted: number;
}

/** Sends `count` requests, all of them from the seed. Throws what breaks, with the body that did it. */
export async function fuzz(count: number, seed: number): Promise<Tally> {
  const tally: Tally = { requests: 0, called: 0, granted: 0 };
  for (let round = 0; tally.requests < count; round += 1) {
    await fuzzOne(Math.min(requestsPerPlatform, count - tally.requests), seed + round, tally);
  }
  return tally;
}

async function fuzzOne(count: number, seed: number, tally: Tally): Promise<void> {
  const random = createSeededRandom(seed);
  const platform = await openTestPlatform();
  const world = await openWorld(platform);
  const calls = callsOf(world);
  for (let sent = 0; sent < count; sent += 1) {
    const chosen = Array.from({ length: pick(random, [1, 1, 2, 3]) }, () => pick(random, calls));
    const tree = bend(random, request(world.device, chosen));
    const bytes = asBytes(tree);
    const body = random.float() < 0.4 ? mutateBytes(random, bytes) : bytes;
    await send(platform, body, tally);
  }
  // It goes on: the root's own client is as it was.
  await platform.need(platform.root, 'info', { alias: '' }, { basic: true });
  await platform.close();
}

/** Mostly the calls alone: with a bent `auth` nothing gets further than the door. */
function bend(random: Random, right: ReturnType<typeof request>): unknown {
  const where = random.float();
  if (where < 0.2) return right;
  if (where < 0.3) return mutateTree(random, right);
  return { ...right, calls: mutateTree(random, right.calls) };
}

async function send(platform: TestPlatform, body: Uint8Array, tally: Tally): Promise<void> {
  tally.requests += 1;
  try {
    let answered = false;
    const answer = ask(platform.handle, body).finally(() => {
      answered = true;
    });
    await platform.clock.settle();
    if (!answered) await platform.clock.runUntil(() => answered, { maxMs: longestWaitMs });
    const reply = await answer;
    assert.equal(reply.status, 200);
    for (const status of statusesOf(bodyText(reply))) {
      tally.called += 1;
      if (status === 'ok') tally.granted += 1;
    }
  } catch (cause) {
    const text = Buffer.from(body).toString('base64');
    throw new Error(`a request was not answered as it should be; its body in base64: ${text}`, {
      cause,
    });
  }
}

/** The statuses of an answer in one of its forms: nothing, a list of answers, or one error. */
export function statusesOf(text: string): readonly unknown[] {
  if (text === '') return [];
  const body = JSON.parse(text);
  if (!Array.isArray(body)) {
    assert.equal(typeof body.error.code, 'number');
    assert.notEqual(body.error.code, 500);
    return [];
  }
  return body.map(({ id, status }) => {
    assert.ok(typeof id === 'number' || typeof id === 'string');
    assert.ok(typeof status === 'string' || Array.isArray(status));
    return status;
  });
}
