// Shapes: the curves that a synthetic source draws.

import * as z from 'zod';
import type { Random } from '../../core/ports/random.ts';
import { durationField } from '../fields.ts';

const number = z.number();

const shapes = {
  sine: z
    .strictObject({
      mean: number.default(0).describe('The middle of the wave.'),
      amplitude: number.default(1).describe('How far the wave goes from its middle.'),
      period: durationField({ min: 1 }).prefault('1m').describe('Time of one wave.'),
    })
    .describe('A wave.'),
  walk: z
    .strictObject({
      start: number.default(0).describe('The first value.'),
      step: number.default(1).describe('The most that a value differs from the one before.'),
      min: number.optional().describe('The walk turns back here.'),
      max: number.optional().describe('The walk turns back here.'),
    })
    .describe('A random walk.'),
  steps: z
    .strictObject({
      levels: z.array(number).min(1).default([0, 1]).describe('The values, one after the other.'),
      period: durationField({ min: 1 }).prefault('10s').describe('How long each value stays.'),
    })
    .describe('Levels in turn.'),
  counter: z
    .strictObject({
      start: number.default(0).describe('The first value.'),
      step: number.default(1).describe('What each value adds to the one before.'),
    })
    .describe('A counter.'),
  noise: z
    .strictObject({
      mean: number.default(0).describe('The middle of the values.'),
      amplitude: number.default(1).describe('How far a value may lie from the middle.'),
    })
    .describe('Values that have nothing to do with each other.'),
};

type Kind = keyof typeof shapes;
const kinds = Object.keys(shapes) as [Kind, ...Kind[]];

/** `sine`, or `{ sine: { amplitude: 5 } }`. */
export const shapeField = z
  .union([
    z.enum(kinds).transform((kind) => withDefaults(kind)),
    z.strictObject({ sine: shapes.sine }),
    z.strictObject({ walk: shapes.walk }),
    z.strictObject({ steps: shapes.steps }),
    z.strictObject({ counter: shapes.counter }),
    z.strictObject({ noise: shapes.noise }),
  ])
  .describe(
    'The curve: sine, walk, steps, counter or noise, or one of them with its parameters, such as { sine: { mean: 20, amplitude: 5, period: 10m } }.',
  );

type Parameters = { [K in Kind]: z.infer<(typeof shapes)[K]> };
export type Shape = { [K in Kind]: Pick<Parameters, K> }[Kind];

const withDefaults = (kind: Kind): Shape => ({ [kind]: shapes[kind].parse({}) }) as Shape;

/** The next value of a curve, at a moment of the monotonic clock in milliseconds. */
export type Curve = (monoMs: number) => number;

export function createCurve(shape: Shape, random: Random): Curve {
  const spread = () => 2 * random.float() - 1;
  if ('sine' in shape) {
    const { mean, amplitude, period } = shape.sine;
    return (monoMs) => mean + amplitude * Math.sin((2 * Math.PI * monoMs) / period);
  }
  if ('steps' in shape) {
    const { levels, period } = shape.steps;
    return (monoMs) => levels[Math.floor(monoMs / period) % levels.length] ?? Number.NaN;
  }
  if ('noise' in shape) return () => shape.noise.mean + shape.noise.amplitude * spread();
  if ('counter' in shape) {
    let next = shape.counter.start;
    return () => {
      const value = next;
      next += shape.counter.step;
      return value;
    };
  }
  const { start, step, min = -Infinity, max = Infinity } = shape.walk;
  let at: number | undefined;
  return () => {
    at = at === undefined ? start : Math.min(max, Math.max(min, at + step * spread()));
    return at;
  };
}
