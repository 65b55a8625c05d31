// The key `decode:` of a source that reads frames, and what it demands of the channels.

import * as z from 'zod';
import type { ChannelSettings } from '../channel.ts';
import { createCsvDecoder, placesOf } from './csv.ts';
import type { Decoder, Formats } from './decoder.ts';
import { createJsonDecoder } from './json.ts';
import { createNumberDecoder } from './number.ts';
import { createRegexDecoder, groupsOf, patternFault } from './regex.ts';

const csv = z
  .strictObject({
    separator: z.string().min(1).max(8).default(',').describe('What stands between two fields.'),
    columns: z
      .union([z.array(z.string()).min(1), z.record(z.string(), z.int().min(0).max(999))])
      .optional()
      .describe(
        'The channel of each column, in order (any other name skips one), or the column of each channel, counted from 0. The channels in their order if not given.',
      ),
  })
  .describe('Values between separators.');

const regex = z
  .string()
  .min(1)
  .max(500)
  .check((context) => {
    const fault = patternFault(context.value);
    if (fault === undefined) return;
    context.issues.push({ code: 'custom', message: fault, input: context.value });
  })
  .describe(
    'A regular expression of JavaScript whose named groups, as in (?<temp>\\d+), are channels.',
  );

export const decodeField = z
  .union([
    z.literal('json').transform(() => ({ json: {} })),
    z.literal('csv').transform(() => ({ csv: csv.parse({}) })),
    z.literal('number').transform(() => ({ number: {} })),
    z.strictObject({ csv }),
    z.strictObject({ regex }),
  ])
  .describe('What a frame holds: json, csv, number, { csv: … } or { regex: … }.');

export type DecodeSettings = z.infer<typeof decodeField>;

type Channels = Readonly<Record<string, Pick<ChannelSettings, 'format'>>>;

const formatsOf = (channels: Channels): Formats =>
  new Map(Object.entries(channels).map(([name, { format }]) => [name, format]));

export function createDecoder(settings: DecodeSettings, channels: Channels): Decoder {
  const formats = formatsOf(channels);
  if ('json' in settings) return createJsonDecoder(formats);
  if ('csv' in settings) return createCsvDecoder(formats, settings.csv);
  if ('regex' in settings) return createRegexDecoder(formats, settings.regex);
  return createNumberDecoder(formats);
}

/** Every channel must have its place in the frame: what never gets a value is a slip of the pen. */
export function checkDecode(
  context: z.core.ParsePayload<{ decode: DecodeSettings; channels: Channels }>,
): void {
  const { decode, channels } = context.value;
  const names = Object.keys(channels);
  const complain = (path: string[], message: string) =>
    context.issues.push({ code: 'custom', path, message, input: context.value });

  if ('number' in decode && names.length !== 1)
    complain(['channels'], 'a number is for one channel only');
  if ('regex' in decode) {
    const groups = groupsOf(decode.regex);
    for (const name of names)
      if (!groups.has(name))
        complain(['channels', name], `the pattern has no group (?<${name}>…) for this channel`);
  }
  if ('csv' in decode) {
    const places = placesOf(formatsOf(channels), decode.csv.columns);
    for (const name of names)
      if (!places.has(name)) complain(['channels', name], 'decode.csv.columns has no such channel');
  }
}
