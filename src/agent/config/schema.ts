// The agent file: the one place that says which keys there are, what they mean and what they default to.
//
// Types, checks, config/agent.schema.json, docs/configuration.md and the example all come from here.

import * as z from 'zod';
import { durationField, nameField, sizeField } from '../../sensors/fields.ts';
import { sensorSchema } from '../../sensors/registry.ts';
import { durationMsField, listenField, sizeBytesField, urlField } from './fields.ts';
import { keySchema } from './key.ts';

const MiB = 1024 ** 2;
const dayMs = 86_400_000;

const platform = z.strictObject({
  url: urlField().meta({
    description: 'Where the platform answers.',
    example: 'http://127.0.0.1:8420',
    part: 'uplink',
  }),
  cik: keySchema.meta({
    description:
      'The key of this device: 40 hexadecimal digits, or `{ file: PATH }`, or `{ env: NAME }`.',
    part: 'uplink',
  }),
  contact: z.string().min(1).max(200).optional().meta({
    description:
      'An address for the operator of the platform, sent in the User-Agent of every request.',
    part: 'uplink',
  }),
});

const status = z.strictObject({
  listen: listenField().prefault('127.0.0.1:8421').meta({
    description:
      'Where the agent serves its dashboard, `/status`, `/metrics` and the local intake.',
    part: 'endpoint',
  }),
});

const durability = z.strictObject({
  windowMs: durationMsField({ min: 0, max: 60_000 }).prefault(1_000).meta({
    description:
      'How much a power cut may take: a second is on the disk this long after it is over, at the latest. A longer window spares the card.',
    part: 'buffer',
  }),
});

const buffer = z.strictObject({
  maxBytes: sizeBytesField({ min: MiB, max: 1024 ** 4 })
    .prefault('256MiB')
    .meta({
      description: 'How much of the disk the points that wait for delivery may take.',
      part: 'buffer',
    }),
  maxAge: durationField({ min: 60_000, max: 3_650 * dayMs })
    .optional()
    .meta({
      description:
        'Points that were sensed longer ago than this are evicted, and counted, even if there is room for them. Without this key they are kept as long as there is room.',
      example: '90d',
      part: 'buffer',
    }),
  keepFree: sizeField({ max: 1024 ** 4 })
    .prefault('64MiB')
    .meta({
      description:
        'How much of the disk of `state` stays free: below this the buffer counts as full, whoever fills the disk. It may always take 1MiB, so that a device that is online goes on delivering.',
      part: 'buffer',
    }),
  whenFull: z.enum(['drop-oldest', 'drop-newest']).default('drop-oldest').meta({
    description: 'Which points are evicted, and counted, when the buffer is full.',
    part: 'buffer',
  }),
});

const log = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({
    description: 'The least of what goes to the journal.',
    part: 'journal',
  }),
});

/** What a file may say comes in; what comes out is complete, in milliseconds and bytes. */
export const agentSchema = z
  .strictObject({
    device: nameField.meta({
      description: 'The name of this device, as status shows it.',
      part: 'agent',
    }),
    state: z.string().min(1).meta({
      description: 'The folder where the agent keeps its points, and nothing of anybody else.',
      example: '/var/lib/holdfast',
      part: 'agent',
    }),
    platform: platform.meta({ description: 'The far side that gets the points.' }),
    sensors: z
      .array(sensorSchema)
      .meta({ description: 'What this device senses: one entry a source.', part: 'sources' }),
    status: status.prefault({}).meta({ description: 'The local endpoint.' }),
    durability: durability.prefault({}).meta({ description: 'What a power cut may take.' }),
    buffer: buffer.prefault({}).meta({ description: 'The room for points that wait.' }),
    log: log.prefault({}).meta({ description: 'What the agent says to its operator.' }),
  })
  .meta({ title: 'The agent file of Holdfast' });

export type AgentFile = z.output<typeof agentSchema>;
