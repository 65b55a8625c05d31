// The platform file: the one place that says which keys there are, what they mean and what they default to.
//
// Types, checks, config/platform.schema.json, docs/platform-configuration.md and the example come from here.

import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { limits as bounds } from '../../../core/limits.ts';
import { secretSchema } from './secret.ts';

const rangeHint = 'write an address or a range, such as 10.0.0.0/8';
const range = z
  .string()
  .refine((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text), { error: rangeHint });

const gatewayHint = 'write an address such as https://gateway.example.com/send';
const gateway = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), { error: gatewayHint });

const path = z.string().min(1);

const tls = z.strictObject({
  cert: path.meta({
    description: 'A file with the certificate of the server and those that lead to its root (PEM).',
    example: '/etc/holdfast/cert.pem',
  }),
  key: path.meta({
    description: 'A file with the private key of the certificate (PEM).',
    example: '/etc/holdfast/key.pem',
  }),
});

const proxy = z.strictObject({
  from: z.array(range).default([]).meta({
    description:
      'Addresses and ranges of proxies that stand before the platform and speak TLS for it: from them, and from nobody else, `X-Forwarded-For` is believed.',
    example: '[127.0.0.1, 10.0.0.0/8]',
  }),
});

const mail = z.strictObject({
  host: z.string().min(1).meta({
    description: 'The mail server that takes what dispatches send.',
    example: 'smtp.example.com',
  }),
  port: z.number().int().min(1).max(65_535).default(587).meta({ description: 'Its port.' }),
  security: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({
    description:
      'How the connection is kept secret: `starttls` insists on it before the first word, `tls` from the first byte (port 465), `none` not at all.',
  }),
  user: z.string().min(1).optional().meta({
    description: 'The name to sign in with; without it nobody signs in.',
    example: 'holdfast@example.com',
  }),
  password: secretSchema.optional().meta({
    description: 'The password for it: text, or `{ file: PATH }`, or `{ env: NAME }`.',
    example: '{ file: /etc/holdfast/mail-password }',
  }),
  from: z.string().min(3).meta({
    description: 'The sender of the mails.',
    example: 'holdfast@example.com',
  }),
});

const dispatch = z.strictObject({
  allow: z.array(range).default([]).meta({
    description:
      'Addresses and ranges that are not public (this machine, the network around it) and that http dispatches may reach all the same.',
    example: '[192.168.1.0/24]',
  }),
  smsGateway: gateway.optional().meta({
    description:
      'Where text messages go: a POST of `to`, `message`, `subject` and `delivery`, form-encoded. What identifies you there is part of the address.',
    example: 'https://sms.example.com/send?key=abc',
  }),
  xmppGateway: gateway.optional().meta({
    description: 'The same for xmpp.',
    example: 'https://xmpp.example.com/send?key=abc',
  }),
});

const record = z.strictObject({
  triggers: z.enum(['newer', 'all', 'none']).default('newer').meta({
    description:
      'Which recorded points go on to subscribers, that is to rules and dispatches: those `newer` than all that is stored, `all` of them, or `none`. What is written always does.',
  }),
});

const limits = z.strictObject({
  requestsPerSecond: z.number().positive().max(1_000_000).optional().meta({
    description:
      'How many requests each key may make; further ones are answered 429 with Retry-After. Without this key there is no limit.',
    example: '20',
  }),
  burst: z.number().int().min(1).max(1_000_000).default(100).meta({
    description: 'How many requests a key that was quiet may make at once.',
  }),
});

const scripts = z.strictObject({
  atOnce: z.number().int().min(0).max(1_000).default(bounds.scriptsAtOnce).meta({
    description:
      'How many scripts have a thread of their own at once, waiting ones included; each takes about 12 MB. Further ones wait until another has ended. With 0 this server runs none.',
  }),
});

const log = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .meta({ description: 'The least of what goes to the journal.' }),
});

export const platformSchema = z
  .strictObject({
    tls: tls
      .optional()
      .meta({ description: 'The certificate, when the platform speaks TLS itself.' }),
    proxy: proxy.prefault({}).meta({ description: 'Proxies that speak TLS in its place.' }),
    mail: mail.optional().meta({ description: 'The mail server; without it no mail is sent.' }),
    dispatch: dispatch.prefault({}).meta({ description: 'Where dispatches may go.' }),
    record: record.prefault({}).meta({ description: 'What recorded points set off.' }),
    limits: limits.prefault({}).meta({ description: 'What each key may do.' }),
    scripts: scripts.prefault({}).meta({ description: 'Datarules that are scripts in Lua.' }),
    log: log.prefault({}).meta({ description: 'What the platform says to its operator.' }),
  })
  .meta({ title: 'The platform file of Holdfast' });

export type PlatformFile = z.output<typeof platformSchema>;
