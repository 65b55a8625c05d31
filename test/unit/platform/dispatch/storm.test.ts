// Dispatches in a storm: far sides fail, the power goes, commits are lost; what was answered is delivered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reply } from '../../../../src/core/ports/http-server.ts';
import { createSeededRandom } from '../../../fakes/random.ts';
import { ask, bodyText, request } from '../../../support/onep.ts';
import { openScene } from './scene.ts';

const worlds = 40;
const steps = 40;

/** What a far side does with a request in a storm: undefined is a connection that breaks. */
const moods: readonly (Reply | undefined)[] = [
  { status: 200 },
  { status: 204 },
  { status: 503 },
  { status: 429 },
  undefined,
];

for (let seed = 0; seed < worlds; seed += 1) {
  test(`in world ${seed} every message that was answered is delivered, first in its order`, async (t) => {
    const random = createSeededRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random.float() * list.length)] as T;
    const { platform, disk, clock, device, make, serve, heard } = await openScene(t);
    const taken: string[] = [];
    let storm = true;
    serve(({ body }) => {
      const reply = storm ? pick(moods) : moods[0];
      const message = new URLSearchParams(Buffer.from(body).toString()).get('message');
      if ((reply?.status ?? 500) < 300 && message !== null) taken.push(message);
      return reply;
    });
    const rid = await make();
    const answered: string[] = [];
    /** A process whose disk is gone ends, and another one takes over. */
    const comeBack = async () => {
      disk.crash({ landing: random.float() < 0.5 });
      await platform.close();
      await platform.revive();
    };
    for (let at = 0; at < steps; at += 1) {
      const fate = random.float();
      if (fate < 0.1) disk.failCommits({ landed: random.float() < 0.5 });
      const reply = ask(platform.handle, request(device, [['write', rid, `m${at}`]]));
      const cut = fate > 0.85;
      if (cut) disk.crash({ landing: random.float() < 0.5 });
      const stored = /"status":"ok"/.test(bodyText(await reply));
      if (stored) answered.push(`m${at}`);
      if (cut || !stored) await comeBack();
      await clock.advance(Math.floor(random.float() * 3000));
    }
    storm = false;
    await clock.advance(3_600_000);
    assert(answered.length > steps / 3, `${answered.length} of ${steps} were answered`);
    assert.deepEqual(
      answered.filter((message) => !taken.includes(message)),
      [],
    );
    const firsts = [...new Set(taken)].filter((message) => answered.includes(message));
    assert.deepEqual(firsts, answered);
    const ids = new Map<string, Set<string>>();
    for (const { body } of heard) {
      const pairs = new URLSearchParams(body);
      const message = pairs.get('message') ?? '';
      ids.set(message, (ids.get(message) ?? new Set()).add(pairs.get('delivery') ?? ''));
    }
    for (const [message, seen] of ids) assert.equal(seen.size, 1, message);
  });
}
