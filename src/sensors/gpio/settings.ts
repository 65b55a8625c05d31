// The settings of a `gpio` source.

import * as z from 'zod';
import type { LineRef } from '../../core/ports/pins.ts';
import { channelFields, channelsField, checkChannel } from '../channel.ts';
import { durationField, nameField } from '../fields.ts';
import { checkSchedule, scheduleFields } from '../schedule.ts';

const lineField = z
  .union([
    z
      .string()
      .min(1)
      .transform((name): LineRef => ({ name })),
    z.strictObject({
      chip: z
        .string()
        .min(1)
        .describe(
          'A chip by name (gpiochip0), path, or label, which stays when the number changes.',
        ),
      offset: z.int().nonnegative().describe('Number of the line on its chip.'),
    }),
  ])
  .describe('The line: its name (GPIO17), or { chip: gpiochip0, offset: 17 }.');

const activeLowField = z
  .boolean()
  .default(false)
  .describe('The line is on when its wire is low, as with a contact to ground.');

const channelSchema = z
  .strictObject({
    ...channelFields,
    format: z
      .enum(['boolean', 'integer'])
      .default('boolean')
      .describe('How a level is written: true and false, or 1 and 0.'),
    line: lineField.optional(),
    output: nameField
      .optional()
      .describe('Instead of a line: the output whose level this channel tells.'),
    edge: z
      .enum(['none', 'rising', 'falling', 'both'])
      .default('none')
      .describe('Which edges are readings; with none, the level is read by the schedule.'),
    debounce: durationField({ max: 60_000 })
      .prefault('0ms')
      .describe('A contact bounces: edges closer together than this are one.'),
    bias: z
      .enum(['as-is', 'disabled', 'pull-up', 'pull-down'])
      .default('as-is')
      .describe('The resistor inside the chip; as-is leaves it as it was found.'),
    activeLow: activeLowField,
  })
  .check(checkChannel)
  .check((context) => {
    const { line, output } = context.value;
    if ((line === undefined) !== (output === undefined)) return;
    const message = 'a channel has either a line or an output';
    context.issues.push({ code: 'custom', path: ['line'], message, input: context.value });
  });

const outputSchema = z.strictObject({
  line: lineField,
  initial: z
    .literal([0, 1])
    .default(0)
    .describe('Level when the program starts, before any command: 1 is on.'),
  activeLow: activeLowField,
});

export const gpioSchema = z
  .strictObject({
    name: nameField.describe('Name of the source, for status and logs.'),
    kind: z.literal('gpio').describe('Pins of the board, or of any chip that the kernel drives.'),
    ...scheduleFields,
    channels: channelsField(channelSchema),
    outputs: z
      .record(nameField, outputSchema)
      .default({})
      .describe('Lines that commands switch, by name.'),
  })
  .check(checkSchedule)
  .check((context) => {
    const { channels, outputs } = context.value;
    const problem = (path: string[], message: string) =>
      context.issues.push({ code: 'custom', path, message, input: context.value });

    const takenBy = new Map<string, string>();
    const take = (path: string[], line: LineRef | undefined) => {
      if (!line) return;
      const key = JSON.stringify(line);
      const other = takenBy.get(key);
      if (other !== undefined) problem([...path, 'line'], `${other} has this line already`);
      else takenBy.set(key, path.join('.'));
    };
    for (const [name, channel] of Object.entries(channels)) {
      take(['channels', name], channel.line);
      const { output } = channel;
      if (output !== undefined && !Object.hasOwn(outputs, output))
        problem(['channels', name, 'output'], `there is no output ${output}`);
    }
    for (const [name, { line }] of Object.entries(outputs)) take(['outputs', name], line);
  });

/** The settings of a GPIO source, with defaults filled in. */
export type GpioSettings = z.infer<typeof gpioSchema>;
export type GpioChannel = GpioSettings['channels'][string];
export type GpioOutput = GpioSettings['outputs'][string];
