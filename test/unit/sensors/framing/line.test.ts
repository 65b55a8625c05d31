// Line framing: the same bytes give the same frames, however they were split on their way.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createLineFramer } from '../../../../src/sensors/framing/line.ts';

interface Outcome {
  readonly frames: readonly string[];
  readonly bad: number;
}

function frame(chunks: readonly Uint8Array[], maxBytes: number): Outcome {
  const frames: string[] = [];
  let bad = 0;
  const framer = createLineFramer(
    { maxBytes },
    {
      frame: (bytes) => frames.push(Buffer.from(bytes).toString('latin1')),
      bad: () => {
        bad += 1;
      },
    },
  );
  for (const chunk of chunks) framer.push(chunk);
  return { frames, bad };
}

const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const frameText = (text: string, maxBytes = 100) => frame([bytesOf(text)], maxBytes);

/** Few kinds of bytes, so that delimiters and lines at the bound are frequent. */
const noise = fc.array(fc.constantFrom('a', 'b', '\r', '\n', '\x00', '\xff'), { maxLength: 60 });
const noisyBytes = noise.map((characters) => bytesOf(characters.join('')));

/** The same bytes, cut at random places. */
const split = (bytes: Uint8Array) =>
  fc.array(fc.nat({ max: bytes.length }), { maxLength: 20 }).map((cuts) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
    return edges.slice(1).map((end, at) => bytes.slice(edges[at], end));
  });

/** What the frames must be, said in the simplest way: on the whole text at once. */
function expected(text: string, maxBytes: number): Outcome {
  const [, ...lines] = text.split('\n');
  const unfinished = lines.pop();
  const whole = lines.map((line) => line.replace(/\r$/, ''));
  return {
    frames: whole.filter((line) => line.length > 0 && line.length <= maxBytes),
    bad:
      whole.filter((line) => line.length > maxBytes).length +
      (unfinished !== undefined && unfinished.length > maxBytes + 1 ? 1 : 0),
  };
}

describe('line framing', () => {
  test('every split of the same bytes gives the same frames and the same faults', () => {
    const cases = noisyBytes.chain((bytes) => fc.tuple(fc.constant(bytes), split(bytes)));
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 8 }), ([bytes, chunks], maxBytes) => {
        assert.deepEqual(frame(chunks, maxBytes), expected(bytes.toString('latin1'), maxBytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('bytes before the first delimiter are no frame and no fault', () => {
    assert.deepEqual(frameText('tail of a line\nfirst\n'), { frames: ['first'], bad: 0 });
    assert.deepEqual(frameText(`${'x'.repeat(500)}\nfirst\n`), { frames: ['first'], bad: 0 });
  });

  test('LF and CR LF both end a line, and a CR elsewhere belongs to it', () => {
    assert.deepEqual(frameText('\na\r\nb\nc\rd\n').frames, ['a', 'b', 'c\rd']);
  });

  test('empty lines are no frames and no faults', () => {
    assert.deepEqual(frameText('\n\n\r\n\na\n\n'), { frames: ['a'], bad: 0 });
  });

  test('a line at the bound is a frame, and one byte more is a fault that costs only itself', () => {
    const outcome = frameText(`\n${'x'.repeat(100)}\r\n${'y'.repeat(101)}\nz\n`);
    assert.deepEqual(outcome, { frames: ['x'.repeat(100), 'z'], bad: 1 });
  });

  test('a line without end is counted once and takes no more memory than the bound', () => {
    const frames: string[] = [];
    let bad = 0;
    const framer = createLineFramer(
      { maxBytes: 1024 },
      { frame: (bytes) => frames.push(bytes.toString()), bad: () => (bad += 1) },
    );
    const chunk = Buffer.alloc(16 * 1024, 'x');
    framer.push(bytesOf('\n'));
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 10 * 1024 ** 2; sent += chunk.length) framer.push(chunk);
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024);
    framer.push(bytesOf('\nok\n'));
    assert.equal(bad, 1);
    assert.equal(frames.length, 1);
  });
});
