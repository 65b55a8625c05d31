// Metering: meters against a plain log of every second, and the allowances of a day.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { meter, ownedWithin, usedWithin } from '../../../../src/platform/metering/meter.ts';
import { type DailyKind, readToday, spend } from '../../../../src/platform/resources/daily.ts';
import { parseClient } from '../../../../src/platform/resources/description.ts';
import { makeClient } from '../../../../src/platform/resources/make.ts';
import { openSeries } from '../../../support/series.ts';

const change = fc.record({
  afterS: fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(0, 100, 86_400)),
  by: fc.integer({ min: -2, max: 3 }),
});
const instant = fc.nat({ max: 400_000 });

test('a meter tells of any window what a log of every change tells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 30 }),
      fc.array(fc.tuple(instant, instant), { minLength: 5, maxLength: 10 }),
      async (changes, windows) => {
        const { at, clock } = await openSeries();
        const start = Math.floor(clock.wallMs() / 1000);
        const log: { second: number; by: number }[] = [];
        for (const { afterS, by } of changes) {
          await clock.advance(afterS * 1000);
          await at(async (desk) => {
            log.push({ second: desk.nowSecond, by });
            await meter(desk, 'someone', 'dataport', by);
          });
        }
        const now = Math.floor(clock.wallMs() / 1000);
        const levelAt = (second: number) =>
          log.reduce((sum, { second: at, by }) => (at <= second ? sum + by : sum), 0);
        for (const [a, b] of windows) {
          const window = [start - 10 + Math.min(a, b), start - 10 + Math.max(a, b)] as const;
          const of = { client: 'someone', metric: 'dataport' } as const;
          const used = await at((desk) => usedWithin(desk, of, window));
          assert.equal(used, levelAt(window[1]) - levelAt(window[0] - 1));
          const owned = await at((desk) => ownedWithin(desk, of, window));
          assert.equal(owned, area(log, Math.min(window[0], now), Math.min(window[1], now)));
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** What each change adds: as much for each second from it to the end of the window. */
const area = (log: readonly { second: number; by: number }[], from: number, to: number): number =>
  log.reduce((sum, { second, by }) => sum + by * Math.max(0, to - Math.max(from, second)), 0);

/** Clients one below the other with these daily limits of mail, the first at the top. */
async function chainOf(...limits: readonly (number | 'inherit')[]) {
  const { at, clock } = await openSeries();
  const rids = await at(async (desk) => {
    const made: string[] = [];
    for (const email of limits) {
      const description = parseClient({ limits: { email, http: 'inherit' } });
      assert(description);
      made.push((await makeClient(desk, made.at(-1) ?? '', description)).rid);
    }
    return made;
  });
  const take = (which: number, kind: DailyKind, n: number) =>
    at((desk) => spend(desk, rids[which] ?? '', kind, n));
  const today = (which: number) => at((desk) => readToday(desk, rids[which] ?? ''));
  return { take, today, clock };
}

test('who has less left than is asked for takes nothing, from himself or anybody above', async () => {
  const { take, today } = await chainOf(5, 'inherit', 3);
  assert.equal(await take(2, 'email', 2), true);
  assert.equal(await take(2, 'email', 2), false);
  assert.equal((await today(2)).own.email, 2);
  assert.equal((await today(0)).all.email, 2);
  assert.equal(await take(1, 'email', 3), true);
  assert.equal(await take(2, 'email', 1), false);
  assert.deepEqual((await today(0)).own, { email: 0, http: 0, sms: 0, xmpp: 0, io: 0 });
  assert.deepEqual((await today(0)).all, { email: 5, http: 0, sms: 0, xmpp: 0, io: 0 });
  assert.equal((await today(1)).own.email, 3);
});

test('a limit of 0 lets nothing through, inherit leaves it to those above', async () => {
  const { take } = await chainOf('inherit', 0);
  assert.equal(await take(1, 'email', 1), false);
  assert.equal(await take(0, 'email', 1_000), true);
  assert.equal(await take(1, 'http', 1_000), true);
  assert.equal(await take(1, 'sms', 1), false);
});

test('at midnight UTC everybody has all of it again', async () => {
  const { take, today, clock } = await chainOf(1);
  assert.equal(await take(0, 'email', 1), true);
  const leftMs = 86_400_000 - (clock.wallMs() % 86_400_000);
  await clock.advance(leftMs - 1);
  assert.equal(await take(0, 'email', 1), false);
  await clock.advance(1);
  assert.equal((await today(0)).all.email, 0);
  assert.equal(await take(0, 'email', 1), true);
});

test('nobody spends for a client that is not there', async () => {
  const { take } = await chainOf(1);
  assert.equal(await take(7, 'email', 1), false);
});
