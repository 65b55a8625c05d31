// The pipeline starts against the stream and stops with it, whatever a source does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPipeline, type Stages } from '../../../src/agent/pipeline.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Source } from '../../../src/sensors/source.ts';
import { createFakeClock } from '../../fakes/clock.ts';

function createScene(stopSource = async () => {}) {
  const clock = createFakeClock();
  const done: string[] = [];
  const note = (word: string) => () => {
    done.push(word);
  };
  const noted = (word: string) => async () => {
    done.push(word);
  };
  const source = {
    start: note('source starts'),
    stop: () => stopSource().then(note('source stops')),
  } as Partial<Source> as Source;
  const stages = {
    sources: [source],
    sampler: {
      start: note('sampler starts'),
      flush: noted('sampler flushes'),
      stop: noted('sampler stops'),
    },
    shipper: { start: note('shipper starts'), stop: noted('shipper stops') },
    log: { close: noted('log closes') },
  } as unknown as Stages;
  return { clock, done, pipeline: createPipeline(clock, stages) };
}

test('every stage finds the next one ready, and leaves nothing on the way', async () => {
  const { clock, done, pipeline } = createScene();
  pipeline.start('normal');
  await pipeline.stop();
  assert.deepEqual(done, [
    ...['shipper starts', 'sampler starts', 'source starts'],
    ...['source stops', 'sampler flushes', 'sampler stops', 'shipper stops', 'log closes'],
  ]);
  assert.equal(clock.waiting, 0);
});

test('in safe mode the sources stay off until they are started', async () => {
  const { done, pipeline } = createScene();
  pipeline.start('safe');
  assert.ok(!done.includes('source starts'));
  pipeline.startSources();
  assert.ok(done.includes('source starts'));
});

test('a source that does not end keeps nothing from the disk', async () => {
  const { clock, done, pipeline } = createScene(() => new Promise(() => {}));
  pipeline.start('normal');
  const stopping = pipeline.stop();
  await clock.advance(limits.stopSourcesMs);
  await stopping;
  assert.deepEqual(done.slice(3), [
    ...['sampler flushes', 'sampler stops', 'shipper stops', 'log closes'],
  ]);
});
