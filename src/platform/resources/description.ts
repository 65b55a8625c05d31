// Descriptions: what `create` takes, what `update` may change, and what `info` gives back (seed 003).

import * as z from 'zod';
import { limits } from '../../core/limits.ts';
import { formats, isRid } from '../../wire/onep.ts';

const amount = z.number().nonnegative();
/** `infinity` is the root client's alone: nobody can ask for it. */
const limit = z.union([amount, z.literal('inherit'), z.literal('infinity')]);
export type Limit = z.infer<typeof limit>;

const limitNames = [
  'client',
  'dataport',
  'datarule',
  'disk',
  'dispatch',
  'email',
  'email_bucket',
  'http',
  'http_bucket',
  'share',
  'sms',
  'sms_bucket',
  'xmpp',
  'xmpp_bucket',
] as const;
type LimitName = (typeof limitNames)[number];

const eachLimit = <T>(value: T) =>
  Object.fromEntries(limitNames.map((name) => [name, value])) as Record<LimitName, T>;

const common = {
  meta: z.string().default(''),
  name: z.string().default(''),
  public: z.boolean().default(false),
};

const clientSchema = z.object({
  limits: z.object({ ...eachLimit(limit.default(0)), io: limit.optional() }).prefault({}),
  locked: z.boolean().default(false),
  ...common,
});

const bound = z.union([amount, z.literal('infinity')]).default('infinity');
const operations = 'add sub mul div mod gt geq lt leq eq neq value'.split(' ');

const dataportSchema = z.object({
  format: z.enum(formats),
  ...common,
  preprocess: z.array(z.tuple([z.enum(operations), z.unknown()])).default([]),
  retention: z.object({ count: bound, duration: bound }).prefault({}),
  subscribe: z.union([z.null(), z.literal(''), z.custom<string>(isRid)]).default(null),
});

export type ClientDescription = z.infer<typeof clientSchema>;
export type DataportDescription = z.infer<typeof dataportSchema>;
export type Retention = DataportDescription['retention'];

/** No limits at all: the root client. */
export const rootDescription: ClientDescription = {
  limits: eachLimit<Limit>('infinity'),
  locked: false,
  meta: '',
  name: 'root',
  public: false,
};

/** The description with its defaults filled in and unknown keys left out; undefined when it is wrong. */
export const parseClient = (given: unknown): ClientDescription | undefined => {
  const parsed = sized(clientSchema.safeParse(given).data);
  const limited = Object.values(parsed?.limits ?? {});
  return limited.includes('infinity') ? undefined : parsed;
};

export const parseDataport = (given: unknown): DataportDescription | undefined =>
  sized(dataportSchema.safeParse(given).data);

/** A stored description with the given keys laid over it; limits and retention may be given in part. */
export function layOver(stored: object, given: unknown): unknown {
  if (!isPlain(given)) return undefined;
  const merged: Record<string, unknown> = { ...stored, ...given };
  for (const [key, value] of Object.entries(stored)) {
    if (isPlain(value) && isPlain(given[key])) merged[key] = { ...value, ...given[key] };
  }
  return merged;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sized = <T>(description: T | undefined): T | undefined =>
  description !== undefined &&
  Buffer.byteLength(JSON.stringify(description)) <= limits.descriptionBytes
    ? description
    : undefined;
