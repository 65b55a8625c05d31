// Rule: what a datarule makes of its input (seed 003, "create (datarule)", RuleDescription).

import * as z from 'zod';
import { limits } from '../../core/limits.ts';

const comparison = z.enum(['gt', 'lt', 'eq', 'geq', 'leq', 'neq']);
export type Comparison = z.infer<typeof comparison>;

/** Not given, `repeat` is false. Keys that nobody documents are kept: `info` gives a rule back as it came. */
const repeat = z.boolean().optional();
const compared = { comparison, constant: z.number(), repeat };
/** Seconds. */
const timeout = z.number().nonnegative();

/** A rule has one kind, and its kind is its only key. */
const ruleSchema = z.union([
  z.strictObject({ simple: z.looseObject(compared) }),
  z.strictObject({ timeout: z.looseObject({ timeout, repeat }) }),
  z.strictObject({ interval: z.looseObject({ ...compared, timeout }) }),
  z.strictObject({ duration: z.looseObject({ ...compared, timeout }) }),
  z.strictObject({
    count: z.looseObject({ ...compared, timeout, count: z.number().nonnegative() }),
  }),
  z.strictObject({ script: z.string().max(limits.scriptLength) }),
]);
export type Rule = z.infer<typeof ruleSchema>;

export { ruleSchema };
