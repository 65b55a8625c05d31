// Descriptions: what `create` takes, what `update` may change, and what `info` gives back (seed 003).

import * as z from 'zod';
import { limits } from '../../core/limits.ts';
import { formats, isRid, type ResourceType } from '../../wire/onep.ts';
import { dispatchMethods, isRecipient } from './recipient.ts';
import { ruleSchema } from './rule.ts';

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

const operation = z.enum([
  'add',
  'sub',
  'mul',
  'div',
  'mod',
  'gt',
  'geq',
  'lt',
  'leq',
  'eq',
  'neq',
  'value',
]);
export type Operation = z.infer<typeof operation>;
/** A constant, or the RID of a resource whose newest value stands for it. */
const operand = z.union([z.number(), z.string(), z.boolean()]);

/** What everything that holds data has beside the common keys. */
const data = {
  preprocess: z.array(z.tuple([operation, operand])).default([]),
  retention: z.object({ count: bound, duration: bound }).prefault({}),
  subscribe: z.union([z.null(), z.literal(''), z.custom<string>(isRid)]).default(null),
};

const dataportSchema = z.object({ format: z.enum(formats), ...common, ...data });

/** The seed gives a datarule numbers and booleans; what a script writes about itself is text. */
const dataruleSchema = z
  .object({
    format: z.enum(['boolean', 'float', 'integer', 'string']),
    ...common,
    ...data,
    rule: ruleSchema,
  })
  .refine(({ format, rule }) => format !== 'string' || 'script' in rule);

const dispatchSchema = z
  .object({
    locked: z.boolean().default(false),
    message: z.string().default(''),
    method: z.enum(dispatchMethods),
    ...common,
    recipient: z.string(),
    subject: z.string().default(''),
    ...data,
  })
  .refine(({ method, recipient }) => isRecipient(method, recipient));

export type ClientDescription = z.infer<typeof clientSchema>;
export type DataportDescription = z.infer<typeof dataportSchema>;
export type DataruleDescription = z.infer<typeof dataruleSchema>;
export type DispatchDescription = z.infer<typeof dispatchSchema>;
export type Preprocess = DataportDescription['preprocess'];
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

/** As `parseClient`, by the type of what holds data. */
export const parseData = {
  dataport: (given: unknown): DataportDescription | undefined =>
    sized(dataportSchema.safeParse(given).data),
  datarule: (given: unknown): DataruleDescription | undefined =>
    sized(dataruleSchema.safeParse(given).data),
  dispatch: (given: unknown): DispatchDescription | undefined =>
    sized(dispatchSchema.safeParse(given).data),
} as const satisfies Record<Exclude<ResourceType, 'client'>, unknown>;

/** What may be given in part. All else is replaced whole: two rules make no rule. */
const inParts = ['limits', 'retention'] as const;

/** A stored description with the given keys laid over it. */
export function layOver(stored: object, given: unknown): unknown {
  if (!isPlain(given)) return undefined;
  const before: Record<string, unknown> = { ...stored };
  const merged: Record<string, unknown> = { ...stored, ...given };
  for (const key of inParts) {
    const [old, part] = [before[key], given[key]];
    if (isPlain(old) && isPlain(part)) merged[key] = { ...old, ...part };
  }
  return merged;
}

export const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sized = <T>(description: T | undefined): T | undefined =>
  description !== undefined &&
  Buffer.byteLength(JSON.stringify(description)) <= limits.descriptionBytes
    ? description
    : undefined;
