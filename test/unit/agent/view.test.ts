// The status document, from a real log and parts that say what the test wants.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannels } from '../../../src/agent/channels.ts';
import type { Sampler } from '../../../src/agent/sampler.ts';
import type { Timebase } from '../../../src/agent/timebase.ts';
import { createView } from '../../../src/agent/view.ts';
import type { Epoch } from '../../../src/core/epoch.ts';
import { emptyCounters } from '../../../src/core/ledger.ts';
import { type SensorSettings, sensorSchema } from '../../../src/sensors/registry.ts';
import type { Source } from '../../../src/sensors/source.ts';
import type { Shipper } from '../../../src/uplink/shipper.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { column, createBench, deliver, kindOf, value } from '../buffer/bench.ts';
import { exampleStatus } from '../endpoint/status-example.ts';

const wallMs = Date.UTC(2026, 5, 1);
const hour = 3_600;
const epoch: Epoch = {
  id: 1,
  bootId: 'boot-0',
  wallMs: wallMs - hour * 1000,
  monoMs: 0,
  trusted: true,
  shiftSeconds: hour,
};
/** Under the epoch, without its shift. */
const nowSecond = epoch.wallMs / 1000;

const settings: SensorSettings = sensorSchema.parse({
  name: 'soil',
  kind: 'synthetic',
  channels: { moisture: { unit: '%' }, warmth: {} },
});

async function createScene(log: { maxBytes?: number } = {}) {
  const clock = createFakeClock({ wallMs: 0 });
  const disk = createFakeDisk();
  const opened = await createBench(disk).open(log);
  let perSecond: number | undefined;
  const view = createView(
    {
      clock,
      log: opened,
      channels: createChannels([settings]),
      timebase: {
        current: () => epoch,
        dateOf: (id: number) => (id === epoch.id ? epoch : undefined),
        trustedBy: 'platform',
      } as Partial<Timebase> as Timebase,
      sources: [
        {
          name: 'soil',
          status: () => ({
            name: 'soil',
            kind: 'synthetic',
            state: 'running',
            lastReadingMonoMs: 250.4,
            lastBad: { reason: 'a frame is not JSON', monoMs: 400.4 },
            counters: { ...emptyCounters, frames: 7 },
          }),
        } as Partial<Source> as Source,
      ],
      sampler: {
        folded: new Map([
          ['moisture', 2],
          ['warmth', 3],
          ['elsewhere', 100],
        ]),
        latest: (name: string) =>
          name === 'moisture' ? { value: 41.5, second: nowSecond } : undefined,
      } as Partial<Sampler> as Sampler,
      shipper: { status: () => ({ ...exampleStatus.uplink, sinceMs: 12.7 }) } as Shipper,
      pace: { note: () => {}, perSecond: () => perSecond },
    },
    { device: 'greenhouse-1', version: '1.2.3' },
  );
  const paced = (rate: number) => {
    perSecond = rate;
  };
  return { clock, disk, log: opened, view, paced };
}

test('times are those of the epoch with its shift, whatever the wall clock says', async () => {
  const { clock, view } = await createScene();
  await clock.advance(90_500);
  const { startedAt, uptimeMs, clock: said, channels } = view();
  assert.equal(startedAt, new Date(wallMs).toISOString());
  assert.equal(uptimeMs, 90_500);
  assert.deepEqual(said, {
    state: 'trusted',
    source: 'platform',
    time: new Date(wallMs + 90_500).toISOString(),
  });
  assert.deepEqual(channels, [
    { name: 'moisture', source: 'soil', unit: '%', value: 41.5, second: wallMs / 1000 },
    { name: 'warmth', source: 'soil' },
  ]);
});

test('the ledger comes with its balance and the reasons of what was not delivered', async () => {
  const { log, view } = await createScene();
  value(await log.append([column('a', 0, 5)], { epoch: 1, collisions: 2 }));
  value(await log.settle([deliver(0, 3)]));
  const { ledger, reasons } = view();
  assert.deepEqual(ledger, { ...log.ledger(), balanced: true });
  assert.deepEqual(reasons, { 'thinned collision': 2 });
});

test('a source has the folded readings of its own channels, and whole milliseconds', async () => {
  const { clock, view } = await createScene();
  await clock.advance(1000);
  const [source] = view().sources;
  assert.equal(source?.lastReadingAgeMs, 750);
  assert.deepEqual(source?.lastBad, { reason: 'a frame is not JSON', ageMs: 600 });
  assert.deepEqual(source?.counters, { ...emptyCounters, frames: 7, folded: 5 });
  assert.equal(view().uplink.sinceMs, 13);
});

test('an empty buffer is well, and its room is not known', async () => {
  const { view } = await createScene();
  assert.deepEqual(view().buffer, {
    state: 'ok',
    bytes: 0,
    points: 0,
    segments: 0,
    oldestAgeMs: 0,
  });
});

test('the room in time is what the settings or the disk leave, at the pace of now', async () => {
  const { clock, log, view, paced } = await createScene({ maxBytes: 10 << 20 });
  value(await log.append([column('a', nowSecond, 1_000)], { epoch: 1 }));
  await clock.advance(5_000);
  paced(10);
  const { bytes, oldestAgeMs, roomMs } = view().buffer;
  assert.equal(oldestAgeMs, 5_000);
  const lasts = (room: number) => Math.round(((room - bytes) / ((bytes / 1_000) * 10)) * 1000);
  assert.equal(roomMs, lasts(10 << 20));
  value(await log.tend({ spareBytes: 4 << 20, tooOld: undefined }));
  assert.equal(view().buffer.roomMs, lasts(bytes + (4 << 20)));
  assert.equal(view().buffer.state, 'ok');
});

test('the state of the buffer names what is the matter, the worst first', async () => {
  const { disk, log, view } = await createScene({ maxBytes: 2_000 });
  for (let i = 0; log.ledger().evicted === 0; i += 10)
    value(await log.append([column('a', i, 10)], { epoch: 1 }));
  assert.equal(view().buffer.state, 'full');
  value(await log.tend({ spareBytes: -1, tooOld: undefined }));
  assert.equal(view().buffer.state, 'floor');
  disk.failCommits({ kind: 'disk-full' });
  assert.equal(kindOf(await log.append([column('a', 1e6, 10)], { epoch: 1 })), 'disk-full');
  const { state, detail } = view().buffer;
  assert.equal(state, 'disk-full');
  assert.ok(detail);
  value(await log.append([column('a', 1e6, 10)], { epoch: 1 }));
  assert.equal(view().buffer.state, 'floor');
});
