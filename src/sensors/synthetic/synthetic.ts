// Source `synthetic`: made-up readings, for demos and tests without a device.

import * as z from 'zod';
import type { Value } from '../../core/point.ts';
import { channelFields, channelsField, checkChannel } from '../channel.ts';
import type { Format } from '../decode/decoder.ts';
import { nameField } from '../fields.ts';
import { createGate } from '../gate.ts';
import { createProgress } from '../progress.ts';
import { checkSchedule, createSchedule, scheduleFields } from '../schedule.ts';
import type { Source, SourceDeps } from '../source.ts';
import { createCurve, shapeField } from './shapes.ts';

const channelSchema = z
  .strictObject({
    ...channelFields,
    shape: shapeField
      .optional()
      .describe('The curve of this channel; that of the source if not given.'),
  })
  .check(checkChannel);

export const syntheticSchema = z
  .strictObject({
    name: nameField.describe('Name of the source, for status and logs.'),
    kind: z.literal('synthetic').describe('Made-up readings, for demos and tests.'),
    ...scheduleFields,
    shape: shapeField.prefault('sine'),
    decimals: z.int().min(0).max(12).default(3).describe('Digits after the point of a float.'),
    channels: channelsField(channelSchema),
  })
  .check(checkSchedule);

/** The settings of a synthetic source, with defaults filled in. */
export type SyntheticSettings = z.infer<typeof syntheticSchema>;

export function createSyntheticSource(deps: SourceDeps, settings: SyntheticSettings): Source {
  const { name, kind, channels, decimals } = settings;
  const progress = createProgress(deps, settings);
  const gate = createGate(channels, progress, deps.push);
  const curves = Object.entries(channels).map(([channel, { shape = settings.shape, format }]) => {
    const curve = createCurve(shape, deps.random);
    return { channel, next: (monoMs: number) => fit(curve(monoMs), format, decimals) };
  });

  const schedule = createSchedule(deps, settings, (monoMs) => {
    progress.count('frames');
    gate.pass(curves.map(({ channel, next }) => ({ channel, value: next(monoMs), monoMs })));
  });

  const begin = async () => {
    const scheduled = await schedule.start();
    if (scheduled.ok) progress.enter('running');
    else progress.enter('waiting', scheduled.failure.detail);
  };

  let starting: Promise<void> | undefined;
  return {
    name,
    kind,
    start() {
      starting ??= begin();
    },
    async stop() {
      await starting;
      await schedule.stop();
      progress.enter('stopped');
    },
    status: progress.status,
  };
}

/** A number of a curve as a value of the channel's format; a boolean is true above zero. */
function fit(value: number, format: Format, decimals: number): Value {
  switch (format) {
    case 'float':
      return Number(value.toFixed(decimals));
    case 'integer':
      return Math.round(value);
    case 'string':
      return value.toFixed(decimals);
    default:
      return value > 0;
  }
}
