// Procedure: the form of everything that a call can ask for.

import type { Context } from '../context.ts';
import type { Outcome } from './outcome.ts';

/** Runs inside a transaction; what it writes is kept whatever the outcome says. */
export type Procedure = (ctx: Context, args: readonly unknown[]) => Promise<Outcome>;
