// Channel: what the settings say of one measured thing, and the deadband that keeps quiet news quiet.

import * as z from 'zod';
import { limits } from '../core/limits.ts';
import type { Value } from '../core/point.ts';
import { nameField } from './fields.ts';

export const channelFields = {
  format: z
    .enum(['float', 'integer', 'string', 'boolean'])
    .default('float')
    .describe('What a value is; values of another type are counted as bad.'),
  unit: z.string().max(32).optional().describe('Unit of the values, for people: "%", "°C".'),
  alias: nameField
    .optional()
    .describe('Name of the dataport at the platform; the name if not given.'),
  deadband: z
    .number()
    .nonnegative()
    .optional()
    .describe('A change smaller than this, in the unit of the channel, is filtered out.'),
  fold: z
    .enum(['last', 'mean', 'min', 'max', 'first', 'spill'])
    .default('last')
    .describe(
      'Which value stands for a second that has several; spill moves them to free seconds.',
    ),
  alarm: z.boolean().default(false).describe('Alarms are sent first and never thinned.'),
};

interface Checked {
  readonly format: 'float' | 'integer' | 'string' | 'boolean';
  readonly fold: string;
  readonly deadband?: number | undefined;
}

/** What the fields of one channel demand of each other. */
export const checkChannel = (context: z.core.ParsePayload<Checked>): void => {
  const { format, fold, deadband } = context.value;
  if (format === 'float' || format === 'integer') return;
  const numbersOnly = (path: string, message: string) =>
    context.issues.push({ code: 'custom', path: [path], message, input: context.value });
  if (deadband !== undefined) numbersOnly('deadband', `a ${format} has no deadband`);
  if (['mean', 'min', 'max'].includes(fold)) numbersOnly('fold', `a ${format} has no ${fold}`);
};

export const channelSchema = z.strictObject(channelFields).check(checkChannel);

/** The settings of one channel, with defaults filled in. */
export type ChannelSettings = z.infer<typeof channelSchema>;

/** The map `channels:` of a source, by channel name; `channel` is the schema of one. */
export const channelsField = <C extends z.ZodType>(channel: C) =>
  z
    .record(nameField, channel)
    .check((context) => {
      const count = Object.keys(context.value).length;
      if (count > 0 && count <= limits.readingsPerFrame) return;
      const message = `a source has 1 to ${limits.readingsPerFrame} channels`;
      context.issues.push({ code: 'custom', message, input: context.value });
    })
    .describe('The channels of this source, by name.');

export interface Deadband {
  /** Whether this value is news; it is then what later values are compared with. */
  admits(channel: string, value: Value): boolean;
}

/** Compares each number with the last one that was admitted, so that slow drift is never lost. */
export function createDeadband(
  channels: Readonly<Record<string, Pick<ChannelSettings, 'deadband'>>>,
): Deadband {
  const widths = new Map(Object.entries(channels).map(([name, c]) => [name, c.deadband]));
  const admitted = new Map<string, number>();
  return {
    admits(channel, value) {
      const width = widths.get(channel);
      if (width === undefined || typeof value !== 'number') return true;
      const last = admitted.get(channel);
      if (last !== undefined && Math.abs(value - last) < width) return false;
      admitted.set(channel, value);
      return true;
    },
  };
}
