// The settings of a `serial` source.

import * as z from 'zod';
import { channelSchema, channelsField } from '../channel.ts';
import { checkDecode, decodeField } from '../decode/settings.ts';
import { nameField } from '../fields.ts';
import { frameField } from '../framing/settings.ts';

const usbId = z
  .string()
  .regex(/^[0-9a-fA-F]{4}$/, 'write four hexadecimal digits, in quotes: "0403"')
  .transform((digits) => digits.toLowerCase());

const identity = z.strictObject({
  vid: usbId.describe('USB vendor, four hexadecimal digits: "0403".'),
  pid: usbId.describe('USB product, four hexadecimal digits: "6001".'),
  serial: z.string().min(1).optional().describe('Serial number, where several adapters are alike.'),
});

export const serialSchema = z
  .strictObject({
    name: nameField.describe('Name of the source, for status and logs.'),
    kind: z.literal('serial').describe('A device on a serial port.'),
    port: z
      .union([z.string().startsWith('/', 'write a path such as /dev/ttyUSB0'), identity])
      .describe(
        'The port: a path (/dev/ttyUSB0, or one in /dev/serial/by-id), or the identity of a USB adapter, which is found again whatever name it comes back under.',
      ),
    baud: z.int().min(50).max(4_000_000).default(9600).describe('Speed in bits a second.'),
    dataBits: z.literal([5, 6, 7, 8]).default(8).describe('Data bits of a character.'),
    parity: z.enum(['none', 'even', 'odd']).default('none').describe('Parity of a character.'),
    stopBits: z.literal([1, 2]).default(1).describe('Stop bits of a character.'),
    frame: frameField,
    decode: decodeField,
    channels: channelsField(channelSchema),
  })
  .check(checkDecode);

/** The settings of a serial source, with defaults filled in. */
export type SerialSettings = z.infer<typeof serialSchema>;
export type PortSettings = SerialSettings['port'];
